package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pictures of a report; each shows medians. */
public final class Plots {
  private Plots() {}

  /**
   * Ratios of one kind of sample: a group for each scenario, a bar for each subject. Scenarios
   * beyond what each can take are left out: the bars of a queue would dwarf all others.
   */
  public static void ratios(Path file, String title, Samples samples, Sample sample, Base base)
      throws IOException {
    List<String> scenarios = new ArrayList<>();
    Set<String> subjects = new LinkedHashSet<>();
    for (String scenario : samples.scenarios()) {
      if (samples.kinds(scenario).containsAll(List.of(sample, Sample.THROUGHPUT))) {
        scenarios.add(scenario);
        subjects.addAll(samples.subjects(scenario));
      }
    }
    if (scenarios.isEmpty()) {
      return;
    }
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String subject : subjects) {
      series.put(
          subject,
          scenarios.stream()
              .map(
                  scenario ->
                      samples
                          .ratio(scenario, subject, base.of(samples, scenario, subject), sample)
                          .median())
              .map(Plots::rounded)
              .toList());
    }
    Bars.write(file, title, sample.label() + ", ratio", scenarios, series, false);
  }

  /** Ratios of several kinds of samples: a group for each kind, a bar for each subject. */
  public static void subjects(
      Path file, String title, Samples samples, List<Sample> kinds, Base base) throws IOException {
    String scenario = samples.scenarios().get(0);
    List<Sample> taken = kinds.stream().filter(samples.kinds(scenario)::contains).toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String subject : samples.subjects(scenario)) {
      String other = base.of(samples, scenario, subject);
      series.put(
          subject,
          taken.stream()
              .map(kind -> rounded(samples.ratio(scenario, subject, other, kind).median()))
              .toList());
    }
    Bars.write(file, title, "ratio", taken.stream().map(Sample::label).toList(), series, false);
  }

  /** Values of one kind of sample, as {@link #ratios}. */
  public static void values(Path file, String title, Samples samples, Sample sample)
      throws IOException {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String scenario : samples.scenarios()) {
      for (String subject : samples.subjects(scenario)) {
        series.computeIfAbsent(subject, key -> new ArrayList<>());
      }
    }
    series.forEach(
        (subject, values) ->
            samples
                .scenarios()
                .forEach(
                    scenario ->
                        values.add(rounded(samples.spread(scenario, subject, sample).median()))));
    Bars.write(file, title, sample.label(), samples.scenarios(), series, false);
  }

  /** Kinds of samples upon each other, a bar for each subject. */
  public static void stacked(
      Path file, String title, String unit, Samples samples, List<Sample> kinds)
      throws IOException {
    List<String> subjects = new ArrayList<>();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    kinds.forEach(kind -> series.put(kind.label(), new ArrayList<>()));
    for (String scenario : samples.scenarios()) {
      for (String subject : samples.subjects(scenario)) {
        if (!samples.of(scenario, subject, kinds.get(0)).isEmpty()) {
          subjects.add(subject);
          for (Sample kind : kinds) {
            double median = samples.spread(scenario, subject, kind).median();
            series.get(kind.label()).add(Double.isNaN(median) ? 0 : median);
          }
        }
      }
    }
    Bars.write(file, title, unit, subjects, series, true);
  }

  private static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 100) / 100.0;
  }
}
