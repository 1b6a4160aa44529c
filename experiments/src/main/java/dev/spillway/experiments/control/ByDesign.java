package dev.spillway.experiments.control;

import dev.spillway.experiments.lab.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The table's rows by design. */
final class ByDesign {
  private final List<ControlRow> rows;

  ByDesign(List<ControlRow> rows) {
    this.rows = rows;
  }

  /** A value's spread over the repetitions of a design. */
  Spread of(String design, ToDoubleFunction<ControlRow> value) {
    return Spread.of(rows.stream().filter(row -> row.design().equals(design)).toList(), value);
  }

  /** Calls to Redis for a thousand requests. */
  double callsPerThousand(String design) {
    return of(design, row -> 1000.0 * row.redisCalls() / Math.max(1, row.answered())).mean();
  }
}
