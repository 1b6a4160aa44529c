package dev.spillway.launcher.acceptance;

import dev.spillway.launcher.DistributionJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code spillway} command in a JVM of its own, as a user would run it: from the jars of the
 * distribution, in a process group of its own, as a shell gives one to each command.
 */
final class SpillwayProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  private SpillwayProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it in a directory, with its state below that directory. */
  static SpillwayProcess start(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    // A build in the background may ignore SIGINT, which would be inherited.
    command.addAll(List.of("setsid", "env", "--default-signal=INT"));
    command.addAll(DistributionJvm.command());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", stateHome(directory).toString());
    builder.environment().putAll(environment);
    return new SpillwayProcess(builder.start());
  }

  static Path stateHome(Path directory) {
    return directory.resolve("state");
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(output ended: " + e.getMessage() + ")");
    }
    synchronized (lines) {
      ended = true;
      lines.notifyAll();
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  /** Waits until a line contains the pattern, and gives its first group, or all of it. */
  String awaitLine(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int seen = 0;
    synchronized (lines) {
      while (true) {
        for (; seen < lines.size(); seen++) {
          Matcher matcher = wanted.matcher(lines.get(seen));
          if (matcher.find()) {
            return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError("no line with " + pattern + " in:\n" + output());
        }
        lines.wait(left);
      }
    }
  }

  /** What it has printed until now, on both streams. */
  String output() {
    return String.join("\n", outputLines());
  }

  List<String> outputLines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Sends a signal to it alone. */
  void signal(String name) throws IOException, InterruptedException {
    kill(name, Long.toString(process.pid()));
  }

  /** Does what Ctrl-C in a terminal does: SIGINT for the whole process group. */
  void ctrlC() throws IOException, InterruptedException {
    kill("INT", "-" + process.pid());
  }

  private static void kill(String signal, String target) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, "--", target).inheritIO().start().waitFor();
  }

  /** Waits for its end, and gives the exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + PATIENCE + ":\n" + output());
    }
    reader.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Ends it in good order if it still runs, so that a failed test leaves nothing behind either. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The records of runs below this directory. */
  static List<Path> runRecords(Path directory) {
    Path runs = stateHome(directory).resolve("spillway/runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (var files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
