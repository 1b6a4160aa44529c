package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis with settings of its own, run from the same executable as the shared one. */
final class OwnRedis implements AutoCloseable {
  private static final int HIGHEST_PORT = 55_536;

  private final Process process;
  private final int port;

  /** Starts it; {@code PORT} in the settings stands for its port. */
  OwnRedis(RealRedis.Server sibling, Path directory, String... settings) throws IOException {
    port = freePort();
    List<String> command = new ArrayList<>();
    // Some systems have one executable for all of Redis' tools, which goes by its name.
    Path executable = directory.resolve("redis-server");
    Files.createSymbolicLink(
        executable, Path.of(sibling.process().orElseThrow().info().command().orElseThrow()));
    command.add(executable.toString());
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--dir", directory.toString()));
    for (String setting : settings) {
      command.add(setting.equals("PORT") ? Integer.toString(port) : setting);
    }
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    until("Redis answers, see its log in " + directory, this::answers);
  }

  int port() {
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

  /** A node of a cluster also listens 10,000 ports above. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
