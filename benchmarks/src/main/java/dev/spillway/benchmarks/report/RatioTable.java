package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ratios to one proxy, as a Markdown table: the median, with minimum and maximum. */
public final class RatioTable {
  private RatioTable() {}

  /** A line for each proxy, a column for each kind of sample that was taken. */
  public static String of(Samples samples, String base) {
    List<Sample> columns =
        List.of(Sample.values()).stream()
            .filter(sample -> !samples.of(base, sample).isEmpty())
            .toList();
    StringBuilder table = new StringBuilder("| ratio to ").append(base).append(" |");
    columns.forEach(column -> table.append(' ').append(column.label()).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
    for (String proxy : samples.proxies()) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(cell(samples.ratio(proxy, base, column))));
      table.append("| ").append(proxy).append(" | ").append(String.join(" | ", cells));
      table.append(" |\n");
    }
    return table.toString();
  }

  private static String cell(Samples.Spread spread) {
    return "%.2f (%.2f–%.2f)"
        .formatted(spread.median(), spread.min(), spread.max())
        .replace("NaN", "-");
  }

  /** The medians themselves: they hold for one machine and hour only. */
  public static String absolute(Samples samples) {
    StringBuilder text = new StringBuilder();
    for (String proxy : samples.proxies()) {
      text.append("%-20s".formatted(proxy));
      for (Sample sample : Sample.values()) {
        if (!samples.of(proxy, sample).isEmpty()) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "  %s %.1f",
                  sample.label(),
                  samples.spread(proxy, sample).median()));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
