package dev.spillway.experiments.lab;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Some numbers in a few. */
public final class Spread {
  private final double[] sorted;

  private Spread(double[] values) {
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** The spread of a value over some things. */
  public static <T> Spread of(Collection<T> things, ToDoubleFunction<T> value) {
    return new Spread(things.stream().mapToDouble(value).toArray());
  }

  /** The mean, 0 of none. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(0);
  }

  /** The sample's standard deviation, 0 of fewer than two. */
  public double deviation() {
    if (sorted.length < 2) {
      return 0;
    }
    double mean = mean();
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (sorted.length - 1));
  }

  /** The smallest value that at least this share of them, above 0 and up to 1, is not above. */
  public double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)];
  }
}
