package dev.spillway.experiments.control;

import java.util.List;
import java.util.Locale;

/** What the table says. */
final class ControlReading {
  private ControlReading() {}

  static String of(List<ControlRow> rows) {
    ByDesign by = new ByDesign(rows);
    double baseline = rate(by, ControlDesigns.BASELINE);
    double spillway = rate(by, ControlDesigns.GATEWAY);
    ControlRow any = rows.get(0);
    int failed = rows.stream().mapToInt(ControlRow::failed).sum();
    return String.format(
            Locale.ROOT,
            "With %d clients, a round trip to Redis and a delayed task for every request gave %.0f"
                + " requests per second (half within %.1f ms, 99 %% within %.1f ms), Spillway's gateway"
                + " %.0f (%.1f and %.1f ms): %.2f times as many (means of %d turns).",
            any.clients(),
            baseline,
            by.of(ControlDesigns.BASELINE, ControlRow::p50Ms).mean(),
            by.of(ControlDesigns.BASELINE, ControlRow::p99Ms).mean(),
            spillway,
            by.of(ControlDesigns.GATEWAY, ControlRow::p50Ms).mean(),
            by.of(ControlDesigns.GATEWAY, ControlRow::p99Ms).mean(),
            spillway / baseline,
            rows.stream().mapToInt(ControlRow::repeat).max().orElse(1))
        + String.format(
            Locale.ROOT,
            " For 1,000 requests Redis got %.0f calls and %.1f. After %.1f s of load %.0f and %.0f"
                + " timers were waiting; with TIME_FOR_SCALE_DOWN at %.0f s the former would grow to"
                + " %.0f at this rate. %d requests failed.",
            by.callsPerThousand(ControlDesigns.BASELINE),
            by.callsPerThousand(ControlDesigns.GATEWAY),
            by.of(ControlDesigns.BASELINE, ControlRow::seconds).mean(),
            timers(by, ControlDesigns.BASELINE),
            timers(by, ControlDesigns.GATEWAY),
            any.idleTimeoutMs() / 1000.0,
            baseline * any.idleTimeoutMs() / 1000.0,
            failed);
  }

  private static double rate(ByDesign by, String design) {
    return by.of(design, ControlRow::perSecond).mean();
  }

  private static double timers(ByDesign by, String design) {
    return by.of(design, ControlRow::pendingTimers).mean();
  }
}
