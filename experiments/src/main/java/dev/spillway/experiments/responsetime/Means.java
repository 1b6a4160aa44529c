package dev.spillway.experiments.responsetime;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Means over repetitions. */
final class Means {
  private final List<ResponseTimeRow> rows;

  Means(List<ResponseTimeRow> rows) {
    this.rows = rows;
  }

  List<Integer> sizes() {
    return rows.stream().map(ResponseTimeRow::requests).distinct().sorted().toList();
  }

  double of(String series, int requests, ToDoubleFunction<ResponseTimeRow> value) {
    return rows.stream()
        .filter(row -> row.series().equals(series) && row.requests() == requests)
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }
}
