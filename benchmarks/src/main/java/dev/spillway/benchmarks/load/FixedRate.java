package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link OpenLoop} as a process of its own, on the processor of the clients. */
public final class FixedRate {
  private final int cpu;
  private final int connections;

  /** Clients on one processor. */
  public FixedRate(int cpu, int connections) {
    this.cpu = cpu;
    this.connections = connections;
  }

  /** Latencies from the moment that requests were due, in microseconds. */
  public record Outcome(long p50, long p99, long p999) {}

  /** Runs; the last three quarters of the time are counted. */
  public Outcome run(int port, String path, double rate, int seconds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Subprocess.pinTo(cpu));
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            OpenLoop.class.getName(),
            Integer.toString(port),
            path,
            Double.toString(rate),
            Integer.toString(seconds),
            Integer.toString(connections)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("the client at a fixed rate failed:\n" + output);
    }
    String[] values = output.split(" ");
    return new Outcome(
        Long.parseLong(values[0]), Long.parseLong(values[1]), Long.parseLong(values[2]));
  }
}
