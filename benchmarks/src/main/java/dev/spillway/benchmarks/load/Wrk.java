package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as the proxy can take: wrk, whose connections each wait for an answer. */
public final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m)");

  private final int cpu;
  private final int connections;

  /** Clients on one processor. */
  public Wrk(int cpu, int connections) {
    this.cpu = cpu;
    this.connections = connections;
  }

  /**
   * What came of a run.
   *
   * @param requests answered
   * @param seconds it took
   */
  public record Outcome(long requests, double seconds) {
    /** Requests per second. */
    public double rate() {
      return requests / seconds;
    }
  }

  /** Runs; fails if any request was not answered well. */
  public Outcome run(String url, int seconds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Subprocess.pinTo(cpu));
    command.addAll(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", url));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher requests = REQUESTS.matcher(output);
    if (!requests.find() || output.contains("Non-2xx") || output.contains("Socket errors")) {
      throw new IOException("expected every request to be answered well, wrk says:\n" + output);
    }
    double unit =
        switch (requests.group(3)) {
          case "ms" -> 0.001;
          case "m" -> 60;
          default -> 1;
        };
    return new Outcome(
        Long.parseLong(requests.group(1)), Double.parseDouble(requests.group(2)) * unit);
  }
}
