package dev.spillway.experiments.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The look that all pictures share: the same colour and mark for the same thing everywhere, told
 * apart by those who see few colours, too.
 */
public final class Look {
  /** Quiet lines and words. */
  public static final Color GREY = new Color(0x6b7280);

  private static final Color INK = new Color(0x1f2937);
  private static final Color GRID = new Color(0xe5e7eb);
  private static final Color BLUE = new Color(0x0072b2);
  private static final Color ORANGE = new Color(0xd55e00);
  private static final Color GREEN = new Color(0x009e73);
  private static final Color PURPLE = new Color(0xaa4499);
  private static final Color AMBER = new Color(0xe69f00);
  private static final Color SKY = new Color(0x56b4e9);

  private static final Map<String, Color> COLORS =
      Map.of(
          "least-connections", BLUE,
          "round-robin", ORANGE,
          "round-robin-strict", PURPLE,
          "single server", INK,
          "clairvoyant minimum", INK,
          "first", GREEN,
          "power-of-two", AMBER,
          "random", SKY);

  private static final Map<String, Marker> MARKERS =
      Map.of(
          "least-connections", SeriesMarkers.CIRCLE,
          "round-robin", SeriesMarkers.DIAMOND,
          "round-robin-strict", SeriesMarkers.TRIANGLE_UP,
          "single server", SeriesMarkers.SQUARE,
          "clairvoyant minimum", SeriesMarkers.NONE);

  private static final float LINE = 2.4f;

  private Look() {}

  /** The colour of a series of that name. */
  public static Color color(String name) {
    return COLORS.getOrDefault(name, BLUE);
  }

  /** A chart with lines. */
  public static XYChart lines(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    dress(chart.getStyler());
    return chart;
  }

  /** A chart with bars. */
  public static CategoryChart bars(int width, int height, String title, String x, String y) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    dress(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(0.7).setOverlapped(false);
    return chart;
  }

  /** Gives a series the colour and mark of its name. */
  public static void dress(XYSeries series) {
    // Where round robin does what least connections does, it is seen beneath it.
    float width = series.getName().equals("round-robin") ? 2 * LINE : LINE;
    series
        .setMarkerColor(color(series.getName()))
        .setMarker(MARKERS.getOrDefault(series.getName(), SeriesMarkers.CIRCLE))
        .setLineColor(color(series.getName()))
        .setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  /** A line that is a bound, not a measurement. */
  public static void dressAsBound(XYSeries series, Color color) {
    float[] dashes = {6f, 5f};
    series
        .setMarkerColor(color)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(color)
        .setLineStyle(
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, dashes, 0f));
  }

  private static void dress(AxesChartStyler styler) {
    styler
        .setPlotGridLinesColor(GRID)
        .setPlotGridVerticalLinesVisible(false)
        .setPlotGridLinesStroke(new BasicStroke(1f))
        .setAxisTickLabelsFont(font(Font.PLAIN, 13))
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(GREY)
        .setAxisTitleFont(font(Font.PLAIN, 14))
        .setAxisTitlePadding(10)
        .setPlotMargin(4)
        .setErrorBarsColorSeriesColor(true);
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartFontColor(INK)
        .setChartTitleFont(font(Font.BOLD, 16))
        .setChartTitleBoxVisible(false)
        .setChartTitlePadding(10)
        .setChartPadding(14)
        .setLegendPosition(LegendPosition.InsideNW)
        .setLegendFont(font(Font.PLAIN, 13))
        .setLegendBorderColor(GRID)
        .setLegendBackgroundColor(new Color(255, 255, 255, 225))
        .setLegendPadding(8)
        .setLegendSeriesLineLength(26)
        .setMarkerSize(8)
        .setAntiAlias(true);
  }

  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
