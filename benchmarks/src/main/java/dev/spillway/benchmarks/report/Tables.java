package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Markdown tables: a line for each subject, a column for each kind of sample that was taken. */
public final class Tables {
  private static final List<Sample> NO_RATIO =
      List.of(Sample.REST, Sample.LOAD_CPU, Sample.BUSY, Sample.RATE, Sample.PACE);

  private Tables() {}

  /** Ratios, round by round: the median, with minimum and maximum. */
  public static String ratios(Samples samples, String scenario, Base base) {
    List<Sample> columns =
        samples.kinds(scenario).stream().filter(kind -> !NO_RATIO.contains(kind)).toList();
    String corner =
        base == Base.FIRST ? "ratio to " + samples.subjects(scenario).get(0) : "ratio to own first";
    return table(
        samples,
        scenario,
        corner,
        columns,
        (subject, column) ->
            cell(
                samples.ratio(scenario, subject, base.of(samples, scenario, subject), column),
                "%.2f"));
  }

  /** The values themselves: they hold for one machine and hour only. */
  public static String values(Samples samples, String scenario) {
    return table(
        samples,
        scenario,
        "median (min–max)",
        samples.kinds(scenario),
        (subject, column) -> {
          Samples.Spread spread = samples.spread(scenario, subject, column);
          return cell(spread, spread.max() < 10 ? "%.2f" : spread.max() < 100 ? "%.1f" : "%.0f");
        });
  }

  private static String table(
      Samples samples,
      String scenario,
      String corner,
      List<Sample> columns,
      BiFunction<String, Sample, String> cell) {
    StringBuilder table = new StringBuilder("| ").append(corner).append(" |");
    columns.forEach(column -> table.append(' ').append(column.label()).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
    for (String subject : samples.subjects(scenario)) {
      table.append("| ").append(subject).append(" |");
      columns.forEach(column -> table.append(' ').append(cell.apply(subject, column)).append(" |"));
      table.append('\n');
    }
    return table.toString();
  }

  private static String cell(Samples.Spread spread, String format) {
    if (Double.isNaN(spread.median())) {
      return "-";
    }
    String median = String.format(Locale.ROOT, format, spread.median());
    String min = String.format(Locale.ROOT, format, spread.min());
    String max = String.format(Locale.ROOT, format, spread.max());
    return min.equals(max) ? median : median + " (" + min + "–" + max + ")";
  }
}
