package dev.spillway.chaos;

import dev.spillway.launcher.DistributionJvm;
import dev.spillway.test.Awaiting;
import dev.spillway.test.FaultyLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of {@code spillway lb} or {@code spillway worker} in a process of its own, with links of
 * its own to Redis and to Docker. Killed and started again, it is another one.
 */
final class Part implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("listens on \\S+ port (\\d+)");

  private final String name;
  private final FaultyLink redis;
  private final FaultyLink docker;
  private final Exchanges exchanges = new Exchanges();
  private final Path log;
  private final Process process;
  private volatile long ended = ServerLife.NEVER;
  private volatile long signalled = ServerLife.NEVER;
  private volatile OptionalInt port = OptionalInt.empty();

  /** What all parts of a run share. */
  record Surroundings(
      Path directory,
      String redisUser,
      SocketAddress redis,
      SocketAddress docker,
      List<String> arguments) {}

  private Part(String name, Surroundings around, List<String> command) throws IOException {
    this.name = name;
    this.redis = new FaultyLink(around.redis(), exchanges);
    this.docker = new FaultyLink(around.docker(), new FaultyLink.Traffic() {});
    this.log = around.directory().resolve(name + ".log");
    List<String> all = new ArrayList<>(command);
    all.addAll(around.arguments());
    all.addAll(List.of("--set", "docker.host=tcp://127.0.0.1:" + docker.port()));
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(around.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .put("XDG_STATE_HOME", around.directory().resolve("state").toAbsolutePath().toString());
    builder
        .environment()
        .put("REDIS_URL", "redis://%s@127.0.0.1:%d/0".formatted(around.redisUser(), redis.port()));
    this.process = builder.start();
    process.onExit().thenRun(() -> ended = System.nanoTime());
  }

  /**
   * Starts one.
   *
   * @param name tells it from all others of this run, earlier ones included
   */
  static Part start(String name, Surroundings around, String... role) throws IOException {
    List<String> command =
        new ArrayList<>(
            DistributionJvm.withOptions(
                List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
    command.addAll(List.of(role));
    return new Part(name, around, command);
  }

  String name() {
    return name;
  }

  FaultyLink redis() {
    return redis;
  }

  FaultyLink docker() {
    return docker;
  }

  Exchanges exchanges() {
    return exchanges;
  }

  /** Waits until it says that it works. */
  void awaitStarted(String line) {
    Awaiting.until(
        name + " prints " + line,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(name + " ended:\n" + output());
          }
          return output().contains(line);
        });
  }

  /** A gateway's port; empty as long as it doesn't listen. */
  OptionalInt port() {
    if (port.isEmpty()) {
      Matcher matcher = PORT.matcher(output());
      if (matcher.find()) {
        port = OptionalInt.of(Integer.parseInt(matcher.group(1)));
      }
    }
    return port;
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** When it ended. */
  long ended() {
    return ended;
  }

  /** Whether its end, if it came or comes, is our doing. */
  boolean endIsOurs() {
    return signalled != ServerLife.NEVER && signalled <= ended;
  }

  /** When it was first killed, or asked to end. */
  long signalled() {
    return signalled;
  }

  void signal(Signal signal) throws IOException, InterruptedException {
    if (signal == Signal.KILL || signal == Signal.TERM) {
      signalled = Math.min(signalled, System.nanoTime());
    }
    signal.to(process.pid());
  }

  /** Waits for its end, and answers the exit code. */
  int awaitEnd() {
    Awaiting.until(name + " ends", () -> !process.isAlive());
    return process.exitValue();
  }

  /** Ends it as a crash would, if it still runs, and its links. */
  @Override
  public void close() throws IOException {
    signalled = Math.min(signalled, System.nanoTime());
    process.destroyForcibly();
    redis.close();
    docker.close();
  }
}
