package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Subprocess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Clients at a fixed rate, {@link FixedRateClient}: one process for all runs, so that it is
 * compiled after the first few and its own pauses are not taken for the proxies'.
 */
public final class FixedRate implements AutoCloseable {
  private static final int END_SECONDS = 10;

  private final String cpus;
  private Process process; // null: nothing was run yet
  private BufferedWriter input;
  private BufferedReader output;

  /** Clients on these processors; the process starts with the first run. */
  public FixedRate(String cpus) {
    this.cpus = cpus;
  }

  /**
   * Latencies from the moment that requests were due, in microseconds.
   *
   * @param keptPace false if requests went out late or were answered more slowly than they were
   *     due: then clients, proxy or backend had more than they can do, and the latencies tell of
   *     little else
   */
  public record Outcome(long p50, long p99, long p999, boolean keptPace) {
    private static final Pattern LINE =
        Pattern.compile("latencies (\\d+) (\\d+) (\\d+) (true|false)");

    static Outcome of(Histogram latencies, Pace pace) {
      return new Outcome(
          latencies.getValueAtPercentile(50),
          latencies.getValueAtPercentile(99),
          latencies.getValueAtPercentile(99.9),
          pace.kept());
    }

    String line() {
      return "latencies %d %d %d %b".formatted(p50, p99, p999, keptPace);
    }

    /** From {@link #line}; null if it is something else. */
    private static Outcome of(String line) {
      Matcher matcher = LINE.matcher(line);
      return matcher.matches()
          ? new Outcome(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)),
              Boolean.parseBoolean(matcher.group(4)))
          : null;
    }
  }

  /** Runs; what comes first warms connections up, and is not counted. */
  public Outcome run(FixedLoad load) throws IOException {
    if (process == null) {
      start();
    }
    input.write(load.line());
    input.newLine();
    input.flush();
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Outcome outcome = Outcome.of(line);
      if (outcome != null) {
        return outcome;
      }
      said.append(line).append('\n');
    }
    throw new IOException("the client at a fixed rate failed (" + load.line() + "):\n" + said);
  }

  private void start() throws IOException {
    List<String> command = new ArrayList<>(Subprocess.pinTo(cpus));
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            FixedRateClient.class.getName()));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    input =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (process == null) {
      return;
    }
    input.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
