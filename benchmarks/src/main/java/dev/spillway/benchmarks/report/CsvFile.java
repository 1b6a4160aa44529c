package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Every single value, for whoever wants to look for themselves. */
public final class CsvFile {
  private CsvFile() {}

  /** Writes a line per proxy, kind and round. */
  public static void write(Path file, Samples samples) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader("proxy", "sample", "round", "value").get();
    try (Writer writer = Files.newBufferedWriter(file);
        CSVPrinter csv = new CSVPrinter(writer, format)) {
      for (String proxy : samples.proxies()) {
        for (Sample sample : Sample.values()) {
          List<Double> values = samples.of(proxy, sample);
          for (int round = 0; round < values.size(); round++) {
            csv.printRecord(proxy, sample.label(), round + 1, values.get(round));
          }
        }
      }
    }
  }
}
