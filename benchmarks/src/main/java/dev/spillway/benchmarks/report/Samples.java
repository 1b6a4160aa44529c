package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that was measured, in the order in which it was: by scenario (such as {@code /1k}), by
 * subject (such as a proxy) and by kind, a value per round.
 */
public final class Samples {
  private final Map<String, Map<String, Map<Sample, List<Double>>>> values = new LinkedHashMap<>();

  /** Adds the next round's value. */
  public void add(String scenario, String subject, Sample sample, double value) {
    values
        .computeIfAbsent(scenario, key -> new LinkedHashMap<>())
        .computeIfAbsent(subject, key -> new LinkedHashMap<>())
        .computeIfAbsent(sample, key -> new ArrayList<>())
        .add(value);
  }

  /** Adds all of another's values. */
  public void addAll(Samples other) {
    for (String scenario : other.scenarios()) {
      for (String subject : other.subjects(scenario)) {
        for (Sample sample : other.kinds(scenario)) {
          other
              .of(scenario, subject, sample)
              .forEach(value -> add(scenario, subject, sample, value));
        }
      }
    }
  }

  /** What was measured. */
  public List<String> scenarios() {
    return List.copyOf(values.keySet());
  }

  /** Who was measured in it. */
  public List<String> subjects(String scenario) {
    return List.copyOf(values.getOrDefault(scenario, Map.of()).keySet());
  }

  /** The kinds of samples that were taken in a scenario, of whomever. */
  public List<Sample> kinds(String scenario) {
    return Arrays.stream(Sample.values())
        .filter(
            sample ->
                subjects(scenario).stream()
                    .anyMatch(subject -> !of(scenario, subject, sample).isEmpty()))
        .toList();
  }

  /** A value per round; empty if it was not measured. */
  public List<Double> of(String scenario, String subject, Sample sample) {
    return values
        .getOrDefault(scenario, Map.of())
        .getOrDefault(subject, Map.of())
        .getOrDefault(sample, List.of());
  }

  /**
   * Smallest, middle and largest of the ratios between two subjects, round by round: what disturbed
   * a whole round is in both of them.
   */
  public Spread ratio(String scenario, String subject, String base, Sample sample) {
    List<Double> mine = of(scenario, subject, sample);
    List<Double> theirs = of(scenario, base, sample);
    double[] ratios = new double[Math.min(mine.size(), theirs.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = mine.get(i) / theirs.get(i);
    }
    return Spread.of(ratios);
  }

  /** Smallest, middle and largest of the values themselves. */
  public Spread spread(String scenario, String subject, Sample sample) {
    return Spread.of(
        of(scenario, subject, sample).stream().mapToDouble(Double::doubleValue).toArray());
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
