package dev.spillway.experiments.containers;

import dev.spillway.experiments.lab.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The table's rows by number of requests. */
final class BySize {
  private final List<ContainersRow> rows;

  BySize(List<ContainersRow> rows) {
    this.rows = rows;
  }

  List<Integer> sizes() {
    return rows.stream().map(ContainersRow::requests).distinct().sorted().toList();
  }

  /** A value's spread over the repetitions of one algorithm at one size. */
  Spread of(String balance, int requests, ToDoubleFunction<ContainersRow> value) {
    return Spread.of(
        rows.stream()
            .filter(row -> row.balance().equals(balance) && row.requests() == requests)
            .toList(),
        value);
  }

  /** The clairvoyant minimum's, which is one for each sequence of arrivals. */
  Spread clairvoyant(int requests) {
    return Spread.of(
        rows.stream().filter(row -> row.requests() == requests).toList(),
        ContainersRow::clairvoyant);
  }
}
