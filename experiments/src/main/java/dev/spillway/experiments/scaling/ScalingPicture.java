package dev.spillway.experiments.scaling;

import dev.spillway.experiments.chart.Look;
import dev.spillway.experiments.chart.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Both over time, with an axis each. */
final class ScalingPicture {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 500;
  private static final Color SERVERS = Look.color("least-connections");
  private static final Color ANSWERS = Look.color("round-robin");

  private ScalingPicture() {}

  static BufferedImage of(List<ScalingRow> rows) {
    ScalingRow any = rows.get(0);
    double[] times = rows.stream().mapToDouble(ScalingRow::timeS).toArray();
    XYChart chart =
        Look.lines(
            WIDTH,
            HEIGHT,
            String.format(
                Locale.ROOT,
                "%d requests at once; TIME_FOR_SCALE_DOWN is %s s",
                any.requests(),
                seconds(any.idleTimeoutMs())),
            "seconds since the first request was sent",
            "servers");
    chart.setYAxisGroupTitle(1, "requests answered");
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Step)
        .setYAxisMin(0, 0.0)
        .setYAxisMax(0, any.maxReplicas() * 1.1)
        .setYAxisMin(1, 0.0)
        .setYAxisMax(1, any.requests() * 1.3)
        .setXAxisMin(times[0])
        .setXAxisMax(times[times.length - 1])
        .setYAxisGroupPosition(1, YAxisPosition.Right)
        .setYAxisGroupTitleColor(0, SERVERS)
        .setYAxisGroupTitleColor(1, ANSWERS)
        .setLegendPosition(LegendPosition.InsideS);
    XYSeries servers =
        chart.addSeries(
            "servers (left)", times, rows.stream().mapToDouble(ScalingRow::replicas).toArray());
    dress(servers, SERVERS, 0);
    XYSeries answered =
        chart.addSeries(
            "requests answered (right)",
            times,
            rows.stream().mapToDouble(ScalingRow::answered).toArray());
    dress(answered, ANSWERS, 1);
    return Pictures.beside(List.of(chart));
  }

  private static void dress(XYSeries series, Color color, int axis) {
    Look.dress(series);
    series.setMarkerColor(color).setMarker(SeriesMarkers.NONE).setLineColor(color);
    series.setYAxisGroup(axis);
  }

  static String seconds(long millis) {
    return millis % 1000 == 0
        ? Long.toString(millis / 1000)
        : String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }
}
