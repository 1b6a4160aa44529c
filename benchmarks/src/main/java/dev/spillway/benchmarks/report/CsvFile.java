package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Every single value, for whoever wants to look for themselves, and for the report. */
public final class CsvFile {
  private static final String[] COLUMNS = {"scenario", "subject", "sample", "round", "value"};

  private CsvFile() {}

  /** Writes a line per value; the file is there when all of it is. */
  public static void write(Path file, Samples samples) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(COLUMNS).get();
    try (Writer writer = Files.newBufferedWriter(part);
        CSVPrinter csv = new CSVPrinter(writer, format)) {
      for (String scenario : samples.scenarios()) {
        for (String subject : samples.subjects(scenario)) {
          for (Sample sample : samples.kinds(scenario)) {
            List<Double> values = samples.of(scenario, subject, sample);
            for (int round = 0; round < values.size(); round++) {
              csv.printRecord(scenario, subject, sample.label(), round + 1, values.get(round));
            }
          }
        }
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what {@link #write} wrote. */
  public static Samples read(Path file) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader(COLUMNS).setSkipHeaderRecord(true).get();
    Samples samples = new Samples();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser csv = CSVParser.parse(reader, format)) {
      for (CSVRecord line : csv) {
        samples.add(
            line.get("scenario"),
            line.get("subject"),
            Sample.labelled(line.get("sample")),
            Double.parseDouble(line.get("value")));
      }
    }
    return samples;
  }
}
