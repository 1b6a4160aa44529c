package dev.spillway.experiments.responsetime;

import java.util.List;
import java.util.Locale;

/** What the table says. */
final class ResponseTimeReading {
  private ResponseTimeReading() {}

  static String of(List<ResponseTimeRow> rows) {
    Means means = new Means(rows);
    int least = means.sizes().get(0);
    int most = means.sizes().get(means.sizes().size() - 1);
    ResponseTimeRow any = rows.get(0);
    double single = means.of(ResponseTime.SINGLE, most, ResponseTimeRow::totalS);
    double roundRobin = means.of("round-robin", most, ResponseTimeRow::totalS);
    double leastConnections = means.of("least-connections", most, ResponseTimeRow::totalS);
    return String.format(
            Locale.ROOT,
            "%d requests at once, each of %.1f s and at most %d at once on a server, took the single"
                + " server %.1f s from the first one sent to the last answer (a mean of %.1f s for"
                + " one). With up to %d servers they took %.1f s by round robin (mean %.1f s, %.0f"
                + " servers) and %.1f s by least connections (mean %.1f s, %.0f servers): %.1f and"
                + " %.1f times as fast.",
            most,
            any.delayMs() / 1000.0,
            any.maxRequests(),
            single,
            means.of(ResponseTime.SINGLE, most, ResponseTimeRow::meanS),
            rows.stream().mapToInt(ResponseTimeRow::maxReplicas).max().orElse(0),
            roundRobin,
            means.of("round-robin", most, ResponseTimeRow::meanS),
            means.of("round-robin", most, ResponseTimeRow::replicas),
            leastConnections,
            means.of("least-connections", most, ResponseTimeRow::meanS),
            means.of("least-connections", most, ResponseTimeRow::replicas),
            single / roundRobin,
            single / leastConnections)
        + String.format(
            Locale.ROOT,
            " At %d requests the three took %.1f, %.1f and %.1f s: what one server can take needs no"
                + " other. %s",
            least,
            means.of(ResponseTime.SINGLE, least, ResponseTimeRow::totalS),
            means.of("round-robin", least, ResponseTimeRow::totalS),
            means.of("least-connections", least, ResponseTimeRow::totalS),
            answered(rows));
  }

  private static String answered(List<ResponseTimeRow> rows) {
    int sent = rows.stream().mapToInt(ResponseTimeRow::requests).sum();
    int answered = rows.stream().mapToInt(ResponseTimeRow::answered).sum();
    return answered == sent
        ? "All %d requests were answered.".formatted(sent)
        : "Of %d requests %d were not answered.".formatted(sent, sent - answered);
  }
}
