package dev.spillway.experiments.algorithms;

import dev.spillway.experiments.chart.Look;
import dev.spillway.experiments.chart.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Two panels: waiting, and what it cost in servers. */
final class AlgorithmsPicture {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 460;
  private static final int LEGEND = 190;

  private AlgorithmsPicture() {}

  static BufferedImage of(List<AlgorithmsRow> rows) {
    return Pictures.beside(
        List.of(
            panel(WIDTH, rows, "Waiting, 99th percentile", "milliseconds", r -> r.waitP99Ms()),
            withLegend(
                panel(
                    WIDTH + LEGEND, rows, "Servers' lives", "server-seconds", r -> r.serverS()))));
  }

  /** For both: the colours mean the same. */
  private static CategoryChart withLegend(CategoryChart chart) {
    chart.getStyler().setLegendVisible(true).setLegendPosition(LegendPosition.OutsideE);
    return chart;
  }

  private static CategoryChart panel(
      int width,
      List<AlgorithmsRow> rows,
      String title,
      String y,
      ToDoubleFunction<AlgorithmsRow> value) {
    CategoryChart chart = Look.bars(width, HEIGHT, title, "service times", y);
    chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
    List<String> kinds = rows.stream().map(AlgorithmsRow::serviceTimes).distinct().toList();
    for (String balance : rows.stream().map(AlgorithmsRow::balance).distinct().toList()) {
      List<Double> values =
          kinds.stream()
              .map(
                  kind ->
                      rows.stream()
                          .filter(row -> row.balance().equals(balance))
                          .filter(row -> row.serviceTimes().equals(kind))
                          .mapToDouble(value)
                          .sum())
              .toList();
      Color color = Look.color(balance);
      chart.addSeries(balance, kinds, values).setFillColor(color);
    }
    return chart;
  }
}
