package dev.spillway.benchmarks;

import dev.spillway.benchmarks.report.Base;
import dev.spillway.benchmarks.report.CsvFile;
import dev.spillway.benchmarks.report.Samples;
import dev.spillway.benchmarks.report.Tables;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command prints and leaves in its folder. */
final class Outcome {
  private Outcome() {}

  /**
   * Measures and tells.
   *
   * @param base what ratios are to; null: only the values are told
   */
  static Samples of(Measurement measurement, Path directory, String name, Base base)
      throws Exception {
    Path folder = Files.createDirectories(directory.toAbsolutePath());
    System.out.printf("about %d s%n", measurement.seconds());
    Samples samples = measurement.run(folder, System.out::println);
    print(samples, base);
    Path csv = folder.resolve(name + ".csv");
    CsvFile.write(csv, samples);
    System.out.println("every value: " + csv);
    return samples;
  }

  private static void print(Samples samples, Base base) {
    for (String scenario : samples.scenarios()) {
      System.out.printf("%n%s%n%n%s", scenario, Tables.values(samples, scenario));
      if (base != null) {
        System.out.printf("%n%s", Tables.ratios(samples, scenario, base));
      }
    }
  }
}
