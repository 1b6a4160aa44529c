package dev.spillway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Redis as a child process: on a free loopback port, with a password of its own, its data in
 * memory alone, its files in a private temporary directory.
 *
 * <p>It runs in a session of its own where the system has {@code setsid}, so that a Ctrl-C in the
 * terminal does not end it before those that still need it. A JVM that is killed leaves it behind:
 * whoever must clean up then records {@link #pid()} and {@link #directory()}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Redis' least. Its own 10 cost 1.5 ms of a processor a second, and whoever shares the processor
   * waits.
   */
  private static final int HOUSEKEEPING_HERTZ = 1;

  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;
  private final Path executable;
  private final String password;
  private final int port;
  private Process process;

  private EmbeddedRedis(
      Path directory, Path executable, String password, int port, Process process) {
    this.directory = directory;
    this.executable = executable;
    this.password = password;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a Redis and waits until it answers. Blocks, for some 50 ms as a rule.
   *
   * @throws EmbeddedRedisException if there is none that runs here
   */
  public static EmbeddedRedis start() {
    Path directory = privateDirectory();
    try {
      Path executable = RedisExecutable.find(directory);
      String password = randomPassword();
      for (int attempt = 1; ; attempt++) {
        int port = FreePorts.one();
        Process process = launch(directory, executable, password, port);
        if (awaitAnswer(process, port)) {
          return new EmbeddedRedis(directory, executable, password, port, process);
        }
        // Another process may have taken the port since it was found free.
        if (attempt == ATTEMPTS) {
          throw new EmbeddedRedisException(
              "%s ended or did not answer on 127.0.0.1:%d, tried %d times: %s"
                  .formatted(executable, port, ATTEMPTS, lastOutput(directory)));
        }
      }
    } catch (RuntimeException e) {
      deleteRecursively(directory);
      throw e;
    }
  }

  /** {@code redis://:password@127.0.0.1:port/0}. */
  public String url() {
    return "redis://:" + password + "@127.0.0.1:" + port + "/0";
  }

  /** The process id of the running server. */
  public long pid() {
    return process.pid();
  }

  /** Where its files are; deleted by {@link #close()}. */
  public Path directory() {
    return directory;
  }

  /** Ends the server as a crash would (SIGKILL) and waits until it is gone. Its data is lost. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(process);
  }

  /** Starts it again on the same port after {@link #kill()}, without data. */
  public void startAgain() {
    process = launch(directory, executable, password, port);
    if (!awaitAnswer(process, port)) {
      throw new EmbeddedRedisException(
          "redis-server did not start again on 127.0.0.1:" + port + ": " + lastOutput(directory));
    }
  }

  /** Ends the server and deletes its files; does nothing the second time. */
  @Override
  public void close() {
    kill(); // it has nothing to save, and looks for a SIGTERM as seldom as for all else
    deleteRecursively(directory);
  }

  private static Process launch(Path directory, Path executable, String password, int port) {
    Path configuration = directory.resolve("redis.conf");
    List<String> command = new ArrayList<>();
    if (onPath("setsid")) {
      command.add("setsid");
    }
    command.add(executable.toString());
    command.add(configuration.toString());
    try {
      // A file, not arguments: other users of the machine can read those.
      Files.writeString(
          configuration,
          """
          bind 127.0.0.1
          port %d
          requirepass %s
          save ""
          appendonly no
          hz %d
          daemonize no
          dir "%s"
          """
              .formatted(port, password, HOUSEKEEPING_HERTZ, directory));
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("redis.log").toFile())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .start();
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "%s could not be started in %s: %s".formatted(executable, directory, e.getMessage()), e);
    }
  }

  private static boolean awaitAnswer(Process process, int port) {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      if (answers(port)) {
        return process.isAlive();
      }
      if (exitsWithin(process, Duration.ofMillis(5))) {
        return false;
      }
    }
    process.destroyForcibly();
    awaitExit(process);
    return false;
  }

  /** Any reply will do: without the password it is an error, and still a sign of life. */
  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write(PING);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitExit(Process process) {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean exitsWithin(Process process, Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Path privateDirectory() {
    try {
      // createTempDirectory gives access to the owner alone.
      return Files.createTempDirectory("spillway-redis-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary directory could be made in " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  private static String lastOutput(Path directory) {
    try {
      List<String> lines = Files.readAllLines(directory.resolve("redis.log"));
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException e) {
      return "no output";
    }
  }

  private static void deleteRecursively(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It is in the system's temporary folder, and Redis is gone: nothing depends on it.
      System.getLogger(EmbeddedRedis.class.getName())
          .log(System.Logger.Level.DEBUG, "left behind: " + directory, e);
    }
  }
}
