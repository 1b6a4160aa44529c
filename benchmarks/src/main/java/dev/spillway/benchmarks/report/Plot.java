package dev.spillway.benchmarks.report;

import dev.spillway.benchmarks.load.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** The median ratios as bars. */
public final class Plot {
  private Plot() {}

  /** Writes a PNG file. */
  public static void write(Path file, Samples samples, String base) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1000)
            .height(500)
            .title("Ratio to " + base + ", median of the rounds")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    List<Sample> columns =
        List.of(Sample.values()).stream()
            .filter(sample -> !samples.of(base, sample).isEmpty())
            .filter(sample -> sample != Sample.MEMORY)
            .toList();
    List<String> names = columns.stream().map(Sample::label).toList();
    for (String proxy : samples.proxies()) {
      List<Double> ratios =
          columns.stream()
              .map(column -> samples.ratio(proxy, base, column).median())
              .map(ratio -> ratio.isNaN() ? 0 : ratio)
              .toList();
      chart.addSeries(proxy, names, ratios);
    }
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
