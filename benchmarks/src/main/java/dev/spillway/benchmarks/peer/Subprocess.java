package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of a benchmark with its output in a file; ends when it is closed. */
public final class Subprocess implements AutoCloseable {
  private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final String name;
  private final Process process;
  private final Path log;
  private volatile boolean stopped;

  private Subprocess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param name of the log file as well
   * @param cpus the processors it may use, as {@code taskset} takes them
   * @param directory for the log file
   * @param environment set in addition to this process' own
   */
  public static Subprocess start(
      String name,
      String cpus,
      Path directory,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    List<String> pinned = new ArrayList<>(pinTo(cpus));
    pinned.addAll(command);
    return start(name, directory, environment, pinned);
  }

  /** Starts a program that may use every processor. */
  public static Subprocess start(
      String name, Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    // A benchmark that is cut short leaves nothing behind.
    Subprocess subprocess = new Subprocess(name, process, log);
    Runtime.getRuntime().addShutdownHook(new Thread(subprocess::end));
    return subprocess;
  }

  /** What goes before a command so that it runs on these processors alone. */
  public static List<String> pinTo(String cpus) {
    return List.of("taskset", "-c", cpus);
  }

  /** Returns when a TCP connection to the port is accepted. */
  public Subprocess awaitPort(int port) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!accepts(port)) {
      if (!process.isAlive() || System.nanoTime() - start > START_TIMEOUT_NANOS) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s does not listen on port %d; its output is in %s:%n%s",
                name,
                port,
                log,
                Files.readString(log)));
      }
      Thread.sleep(20);
    }
    return this;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Its output so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and all that it has started, until {@link #resume()}. */
  public void stop() throws IOException {
    stopped = true;
    signal("STOP");
  }

  /** Lets it go on; does nothing if it is not stopped. */
  public void resume() throws IOException {
    if (stopped) {
      signal("CONT");
      stopped = false;
    }
  }

  private void signal(String signal) throws IOException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal));
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(each -> kill.add(Long.toString(each.pid())));
    try {
      if (new ProcessBuilder(kill).inheritIO().start().waitFor() != 0) {
        throw new IOException("%s could not be sent SIG%s".formatted(name, signal));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Asks it to end; {@link #close()} waits for that. */
  public void end() {
    process.destroy();
    try {
      resume(); // or it would not take notice
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  @Override
  public void close() {
    end();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
