package dev.spillway.experiments.control;

import dev.spillway.experiments.chart.Look;
import dev.spillway.experiments.chart.Pictures;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;

/** Three panels: requests per second, Redis calls, timers. */
final class ControlPicture {
  private static final int WIDTH = 380;
  private static final int HEIGHT = 440;
  private static final Map<String, String> LABELS =
      Map.of(
          ControlDesigns.BASELINE, "Redis per request",
          ControlDesigns.GATEWAY, "Spillway");

  private ControlPicture() {}

  static BufferedImage of(List<ControlRow> rows) {
    ByDesign by = new ByDesign(rows);
    double seconds = by.of(ControlDesigns.BASELINE, ControlRow::seconds).mean();
    CategoryChart rate =
        panel(
            "Requests per second",
            ControlDesigns.DESIGNS.stream()
                .map(design -> by.of(design, ControlRow::perSecond).mean())
                .toList(),
            ControlDesigns.DESIGNS.stream()
                .map(design -> by.of(design, ControlRow::perSecond).deviation())
                .toList());
    CategoryChart calls =
        panel(
            "Redis calls per 1,000 requests",
            ControlDesigns.DESIGNS.stream().map(by::callsPerThousand).toList(),
            null);
    CategoryChart timers =
        panel(
            "Timers waiting after %.0f s".formatted(seconds),
            ControlDesigns.DESIGNS.stream()
                .map(design -> by.of(design, ControlRow::pendingTimers).mean())
                .toList(),
            null);
    calls.getStyler().setYAxisLogarithmic(true).setYAxisMin(0.1);
    timers.getStyler().setYAxisLogarithmic(true).setYAxisMin(1.0);
    return Pictures.beside(List.of(rate, calls, timers));
  }

  private static CategoryChart panel(String title, List<Double> values, List<Double> deviations) {
    CategoryChart chart = Look.bars(WIDTH, HEIGHT, title, "", "");
    chart.getStyler().setLabelsVisible(true).setLegendVisible(false);
    chart.getStyler().setLabelsFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    chart.getStyler().setErrorBarsColorSeriesColor(false).setErrorBarsColor(Color.BLACK);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setYAxisDecimalPattern("#,##0").setYAxisMin(0.0);
    List<String> labels = ControlDesigns.DESIGNS.stream().map(LABELS::get).toList();
    List<Double> shown = values.stream().map(value -> (double) Math.round(value)).toList();
    var series =
        deviations == null
            ? chart.addSeries(title, labels, shown)
            : chart.addSeries(title, labels, shown, deviations);
    series.setFillColor(Look.color("random"));
    return chart;
  }
}
