package dev.spillway.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A picture of bars in groups. */
final class Bars {
  private static final Color[] COLORS = {
    new Color(0x9E9E9E),
    new Color(0x5B8DB8),
    new Color(0xD8A24A),
    new Color(0xB5443C),
    new Color(0x6A9A5B),
    new Color(0x7B5EA7)
  };

  private Bars() {}

  /**
   * Writes a PNG file.
   *
   * @param groups along the axis
   * @param series by name, a value for each group; NaN where there is none
   * @param stacked one bar for each group, of all series
   */
  static void write(
      Path file,
      String title,
      String unit,
      List<String> groups,
      Map<String, List<Double>> series,
      boolean stacked)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(Math.max(700, 260 + 140 * groups.size()))
            .height(420)
            .title(title)
            .yAxisTitle(unit)
            .build();
    chart
        .getStyler()
        .setStacked(stacked)
        .setSeriesColors(COLORS)
        .setLegendPosition(Styler.LegendPosition.OutsideE)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setLegendBorderColor(Color.WHITE);
    chart
        .getStyler()
        .setAvailableSpaceFill(groups.size() > 1 ? 0.8 : 0.5)
        .setLabelsVisible(!stacked)
        .setLabelsFontColorAutomaticEnabled(false);
    chart.getStyler().setYAxisMin(0.0);
    series.forEach(
        (name, values) ->
            chart.addSeries(
                name, groups, values.stream().map(value -> value.isNaN() ? null : value).toList()));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
