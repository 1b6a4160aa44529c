package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All that was measured, by proxy and kind, a value per round. */
public final class Samples {
  private final Map<String, Map<Sample, List<Double>>> values = new LinkedHashMap<>();

  /** Adds the next round's value. */
  public void add(String proxy, Sample sample, double value) {
    values
        .computeIfAbsent(proxy, key -> new LinkedHashMap<>())
        .computeIfAbsent(sample, key -> new ArrayList<>())
        .add(value);
  }

  /** Proxies in the order in which they were first measured. */
  public List<String> proxies() {
    return List.copyOf(values.keySet());
  }

  /** A value per round; empty if it was not measured. */
  public List<Double> of(String proxy, Sample sample) {
    return values.getOrDefault(proxy, Map.of()).getOrDefault(sample, List.of());
  }

  /**
   * Smallest, middle and largest of the ratios between two proxies, round by round: what disturbed
   * a whole round is in both of them.
   */
  public Spread ratio(String proxy, String base, Sample sample) {
    List<Double> mine = of(proxy, sample);
    List<Double> theirs = of(base, sample);
    double[] ratios = new double[Math.min(mine.size(), theirs.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = mine.get(i) / theirs.get(i);
    }
    return Spread.of(ratios);
  }

  /** Smallest, middle and largest of the values themselves. */
  public Spread spread(String proxy, Sample sample) {
    return Spread.of(of(proxy, sample).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Of some values; NaN if there were none. */
  public record Spread(double min, double median, double max) {
    static Spread of(double... values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      OptionalDouble least = Arrays.stream(sorted).findFirst();
      if (least.isEmpty()) {
        return new Spread(Double.NaN, Double.NaN, Double.NaN);
      }
      double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      return new Spread(sorted[0], median, sorted[n - 1]);
    }
  }
}
