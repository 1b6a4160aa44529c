package dev.spillway.experiments.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Records as a CSV file: a line each, a column for each component, named like it with {@code _}
 * between words. Components are {@code int}, {@code long}, {@code double} (three decimals are kept)
 * or {@code String}.
 *
 * @param <R> the records
 */
public final class CsvTable<R extends Record> {
  private static final int DECIMALS = 3;
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private final RecordComponent[] columns;
  private final Constructor<R> constructor;

  /** A table of such records; they must be public. */
  public CsvTable(Class<R> type) {
    this.columns = type.getRecordComponents();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(columns).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " is no record", e);
    }
  }

  /** Writes the file anew. */
  public void write(Path file, List<R> rows) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
      printer.printRecord(header());
      for (R row : rows) {
        printer.printRecord(Arrays.stream(columns).map(column -> text(column, row)));
      }
    }
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws IOException if it can't be read, or isn't such a table: then with the place
   */
  public List<R> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, FORMAT)) {
      List<CSVRecord> lines = parser.getRecords();
      if (lines.isEmpty() || !lines.get(0).toList().equals(header())) {
        throw new IOException(
            "%s: expected the columns %s, found %s"
                .formatted(file, header(), lines.isEmpty() ? "nothing" : lines.get(0).toList()));
      }
      List<R> rows = new ArrayList<>();
      for (CSVRecord line : lines.subList(1, lines.size())) {
        rows.add(row(file, line));
      }
      return rows;
    }
  }

  private List<String> header() {
    return Arrays.stream(columns)
        .map(column -> column.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Object text(RecordComponent column, Object row) {
    try {
      Object value = column.getAccessor().invoke(row);
      if (value instanceof Double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
      }
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(column + " can't be read", e);
    }
  }

  private R row(Path file, CSVRecord line) throws IOException {
    try {
      Object[] values = new Object[columns.length];
      for (int i = 0; i < columns.length; i++) {
        values[i] = value(columns[i].getType(), line.get(i));
      }
      return constructor.newInstance(values);
    } catch (RuntimeException e) {
      throw new IOException(
          "%s: row %d is not one of %s: %s"
              .formatted(file, line.getRecordNumber(), header(), e.getMessage()),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    return type == double.class ? Double.valueOf(text) : text;
  }
}
