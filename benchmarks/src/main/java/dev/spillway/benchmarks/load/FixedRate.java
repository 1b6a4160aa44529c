package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;
import java.io.IOException;
import java.util.List;

/** {@link OpenLoop} or {@link VertxOpenLoop} as a process of its own. */
public final class FixedRate {
  private final String cpus;
  private final Wire wire;
  private final int connections;

  /** Clients on these processors. */
  public FixedRate(String cpus, Wire wire, int connections) {
    this.cpus = cpus;
    this.wire = wire;
    this.connections = connections;
  }

  /** Latencies from the moment that requests were due, in microseconds. */
  public record Outcome(long p50, long p99, long p999) {}

  /** Runs; what comes first warms the client up, and is not counted. */
  public Outcome run(int port, String path, double rate, int seconds)
      throws IOException, InterruptedException {
    Class<?> client = wire == Wire.HTTP1 ? OpenLoop.class : VertxOpenLoop.class;
    String output =
        Saturation.output(
            cpus,
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                client.getName(),
                Integer.toString(port),
                path,
                Double.toString(rate),
                Integer.toString(seconds),
                Integer.toString(connections),
                wire.name()));
    String[] lines = output.strip().split("\n");
    String[] values = lines[lines.length - 1].split(" ");
    return new Outcome(
        Long.parseLong(values[0]), Long.parseLong(values[1]), Long.parseLong(values[2]));
  }
}
