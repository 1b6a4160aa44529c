package dev.spillway.experiments.responsetime;

import dev.spillway.experiments.chart.Look;
import dev.spillway.experiments.chart.Pictures;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Two panels: the total, and the mean of a request. */
final class ResponseTimePicture {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 480;
  private static final List<String> SERIES =
      List.of(ResponseTime.SINGLE, "round-robin", "least-connections");

  private ResponseTimePicture() {}

  static BufferedImage of(List<ResponseTimeRow> rows) {
    return Pictures.beside(
        List.of(
            panel(rows, "All requests", "first sent to last answer, seconds", r -> r.totalS()),
            panel(rows, "One request", "sent to answer, mean, seconds", r -> r.meanS())));
  }

  private static XYChart panel(
      List<ResponseTimeRow> rows, String title, String y, ToDoubleFunction<ResponseTimeRow> value) {
    Means means = new Means(rows);
    double[] sizes = means.sizes().stream().mapToDouble(size -> size).toArray();
    XYChart chart = Look.lines(WIDTH, HEIGHT, title, "requests sent at once", y);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    for (String series : SERIES) {
      double[] values =
          means.sizes().stream().mapToDouble(size -> means.of(series, size, value)).toArray();
      Look.dress(chart.addSeries(series, sizes, values));
    }
    return chart;
  }
}
