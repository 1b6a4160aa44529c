package dev.spillway.experiments.algorithms;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the table says. */
final class AlgorithmsReading {
  private AlgorithmsReading() {}

  static String of(List<AlgorithmsRow> rows) {
    int sent = rows.stream().mapToInt(AlgorithmsRow::requests).sum();
    int answered = rows.stream().mapToInt(AlgorithmsRow::answered).sum();
    return rows.stream()
            .map(AlgorithmsRow::serviceTimes)
            .distinct()
            .map(kind -> kind(rows.stream().filter(r -> r.serviceTimes().equals(kind)).toList()))
            .collect(Collectors.joining(" "))
        + " %d of %d requests were answered.".formatted(answered, sent);
  }

  private static String kind(List<AlgorithmsRow> rows) {
    AlgorithmsRow any = rows.get(0);
    AlgorithmsRow quickest = best(rows, Comparator.comparingDouble(AlgorithmsRow::waitP99Ms));
    AlgorithmsRow slowest =
        best(rows, Comparator.comparingDouble(AlgorithmsRow::waitP99Ms).reversed());
    AlgorithmsRow cheapest = best(rows, Comparator.comparingDouble(AlgorithmsRow::serverS));
    AlgorithmsRow dearest =
        best(rows, Comparator.comparingDouble(AlgorithmsRow::serverS).reversed());
    return String.format(
        Locale.ROOT,
        "With %s service times (mean %.0f ms, longest %.0f ms) half of the requests waited at most"
            + " %.0f to %.0f ms; 99 %% waited at most %.0f ms with %s and %.0f ms with %s; servers"
            + " lived %.0f s with %s and %.0f s with %s.",
        any.serviceTimes(),
        any.serviceMeanMs(),
        any.serviceMaxMs(),
        rows.stream().mapToDouble(AlgorithmsRow::waitP50Ms).min().orElse(0),
        rows.stream().mapToDouble(AlgorithmsRow::waitP50Ms).max().orElse(0),
        quickest.waitP99Ms(),
        quickest.balance(),
        slowest.waitP99Ms(),
        slowest.balance(),
        cheapest.serverS(),
        cheapest.balance(),
        dearest.serverS(),
        dearest.balance());
  }

  private static AlgorithmsRow best(List<AlgorithmsRow> rows, Comparator<AlgorithmsRow> order) {
    return rows.stream().min(order).orElseThrow();
  }
}
