package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/1.1 by wrk. */
final class Wrk implements Saturation {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m)");

  /** By default wrk counts an answer of over 2 s as lost; 64 of 10 MB at once take longer. */
  private static final int TIMEOUT_SECONDS = 60;

  private final String cpus;
  private final int connections;

  Wrk(String cpus, int connections) {
    this.cpus = cpus;
    this.connections = connections;
  }

  @Override
  public Outcome run(String url, int seconds) throws IOException, InterruptedException {
    long before = Cost.endedChildrenMicros();
    String output =
        Saturation.output(
            cpus,
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                TIMEOUT_SECONDS + "s",
                url));
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
        Long.parseLong(requests.group(1)),
        Double.parseDouble(requests.group(2)) * unit,
        Cost.endedChildrenMicros() - before);
  }
}
