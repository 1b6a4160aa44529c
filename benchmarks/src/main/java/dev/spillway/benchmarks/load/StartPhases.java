package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the time of a start goes, as Spillway's own metrics tell it; empty if they don't. */
public final class StartPhases {
  private static final Pattern SUM =
      Pattern.compile(
          "^spillway_server_start_phase\\w*_sum\\{[^}]*phase=\"(\\w+)\"[^}]*\\} (\\S+)$",
          Pattern.MULTILINE);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int managementPort;
  private Map<String, Double> before = Map.of();

  /** Of the Spillway with that management port on loopback. */
  public StartPhases(int managementPort) {
    this.managementPort = managementPort;
  }

  /** Starts to count. */
  public void begin() throws IOException, InterruptedException {
    before = read();
  }

  /** Milliseconds by phase since {@link #begin()}. */
  public Map<String, Double> sinceBegin() throws IOException, InterruptedException {
    Map<String, Double> phases = read();
    phases.replaceAll((phase, millis) -> millis - before.getOrDefault(phase, 0.0));
    return phases;
  }

  private Map<String, Double> read() throws IOException, InterruptedException {
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(managementPort)))
            .build();
    Matcher sums = SUM.matcher(client.send(metrics, BodyHandlers.ofString()).body());
    Map<String, Double> phases = new TreeMap<>();
    while (sums.find()) {
      phases.put(sums.group(1), Double.parseDouble(sums.group(2)) * 1_000);
    }
    return phases;
  }
}
