package dev.spillway.test;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Redis with settings of its own, or a Sentinel, run from the same executable as the shared one.
 */
public final class OwnRedis implements AutoCloseable {
  private static final int BUS_ABOVE = 10_000;

  private final Path directory;
  private final List<String> command;
  private final int port;
  private Process process;

  /** Starts it; {@code PORT} in the settings stands for its port. */
  public OwnRedis(RealRedis.Server sibling, Path directory, String... settings) throws IOException {
    this(
        sibling,
        directory,
        freePort(),
        Stream.concat(
                Stream.of("--bind", "127.0.0.1", "--save", "", "--dir", directory.toString()),
                Arrays.stream(settings))
            .toList());
  }

  private OwnRedis(RealRedis.Server sibling, Path directory, int port, List<String> settings)
      throws IOException {
    this.directory = directory;
    this.port = port;
    command = new ArrayList<>();
    // Some systems have one executable for all of Redis' tools, which goes by its name.
    Path executable = directory.resolve("redis-server");
    Files.createSymbolicLink(
        executable, Path.of(sibling.process().orElseThrow().info().command().orElseThrow()));
    command.add(executable.toString());
    for (String setting : settings) {
      command.add(setting.equals("PORT") ? Integer.toString(port) : setting);
    }
    start();
  }

  /** Starts a Sentinel with this configuration and the port of its choice. */
  public static OwnRedis sentinel(
      RealRedis.Server sibling, Path directory, List<String> configuration) throws IOException {
    int port = freePort();
    List<String> lines = new ArrayList<>(configuration);
    lines.addAll(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
    Path file = Files.write(directory.resolve("sentinel.conf"), lines);
    return new OwnRedis(sibling, directory, port, List.of(file.toString(), "--sentinel"));
  }

  /** Starts it again on the same port, with what it has saved in its directory. */
  public final void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(directory.resolve("redis.log").toFile()))
            .start();
    until("Redis answers, see its log in " + directory, this::answers);
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Where it listens on the loopback address. */
  public int port() {
    return port;
  }

  private boolean answers() {
    assertThat(process.isAlive()).as("Redis runs").isTrue();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A node of a cluster also listens 10,000 ports above, and ends if it can't. */
  private static int freePort() {
    while (true) {
      int port = FreePorts.one();
      if (FreePorts.isFree(port + BUS_ABOVE)) {
        return port;
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
