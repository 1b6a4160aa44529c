package dev.spillway.experiments.containers;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the table says. */
final class ContainersReading {
  private static final String STRICT = "round-robin-strict";
  private static final String ROUND_ROBIN = "round-robin";
  private static final String LEAST = "least-connections";

  private final BySize by;
  private final List<ContainersRow> rows;

  private ContainersReading(List<ContainersRow> rows) {
    this.rows = rows;
    this.by = new BySize(rows);
  }

  static String of(List<ContainersRow> rows) {
    ContainersReading reading = new ContainersReading(rows);
    return reading.atTheMost() + " " + reading.verdict() + " " + reading.cost();
  }

  private String atTheMost() {
    int size = largest();
    ContainersRow any = rows.get(0);
    return String.format(
        Locale.ROOT,
        "For %d requests within %.0f s, each of %.1f s and %d at once on a server, strict round robin"
            + " came to %.1f servers, round robin that skips full servers to %.1f, and least"
            + " connections to %.1f (means of %d; at most %d were allowed); whoever knew the requests"
            + " beforehand would have needed %.1f.",
        size,
        any.windowS(),
        any.delayMs() / 1000.0,
        any.maxRequests(),
        replicas(STRICT, size),
        replicas(ROUND_ROBIN, size),
        replicas(LEAST, size),
        rows.stream().mapToInt(ContainersRow::repeat).max().orElse(1),
        any.maxReplicas(),
        by.clairvoyant(size).mean());
  }

  /** Whether the report's finding holds, over all sizes. */
  private String verdict() {
    double strict = total(STRICT);
    double least = total(LEAST);
    double roundRobin = total(ROUND_ROBIN);
    String finding =
        least < strict
            ? String.format(
                Locale.ROOT,
                "That least connections needs fewer than the report's round robin holds: over all"
                    + " sizes %.0f %% fewer, the most at %d requests, %.1f in place of %.1f.",
                100 * (strict - least) / strict,
                greatestGap(),
                replicas(LEAST, greatestGap()),
                replicas(STRICT, greatestGap()))
            : "That least connections needs fewer than the report's round robin does not hold here.";
    return finding
        + String.format(
            Locale.ROOT,
            " Against round robin that skips full servers the difference is %.1f %% over all sizes: both start a"
                + " server only when all are full, so the number depends on how many requests are in"
                + " service, not on where they are.",
            100 * (roundRobin - least) / roundRobin);
  }

  private String cost() {
    int size = largest();
    int sent = rows.stream().mapToInt(ContainersRow::requests).sum();
    int answered = rows.stream().mapToInt(ContainersRow::answered).sum();
    return String.format(
        Locale.ROOT,
        "At %d requests 99 %% waited at most %.0f, %.0f and %.0f ms for a place, in the same order."
            + " %d of %d requests were answered.",
        size,
        by.of(STRICT, size, ContainersRow::waitP99Ms).mean(),
        by.of(ROUND_ROBIN, size, ContainersRow::waitP99Ms).mean(),
        by.of(LEAST, size, ContainersRow::waitP99Ms).mean(),
        answered,
        sent);
  }

  private int largest() {
    return by.sizes().get(by.sizes().size() - 1);
  }

  private double replicas(String balance, int size) {
    return by.of(balance, size, ContainersRow::replicas).mean();
  }

  private double total(String balance) {
    return by.sizes().stream().mapToDouble(size -> replicas(balance, size)).sum();
  }

  private int greatestGap() {
    return by.sizes().stream()
        .max(Comparator.comparingDouble(size -> replicas(STRICT, size) - replicas(LEAST, size)))
        .orElseThrow();
  }
}
