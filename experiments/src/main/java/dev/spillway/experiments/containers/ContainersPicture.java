package dev.spillway.experiments.containers;

import dev.spillway.experiments.chart.Look;
import dev.spillway.experiments.chart.Pictures;
import dev.spillway.experiments.lab.PoolSetup;
import dev.spillway.experiments.lab.Spread;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/** Means with their standard deviations. */
final class ContainersPicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;

  private ContainersPicture() {}

  static BufferedImage of(List<ContainersRow> rows) {
    BySize by = new BySize(rows);
    ContainersRow any = rows.get(0);
    double[] sizes = by.sizes().stream().mapToDouble(size -> size).toArray();
    int repeats = rows.stream().mapToInt(ContainersRow::repeat).max().orElse(1);
    XYChart chart =
        Look.lines(
            WIDTH,
            HEIGHT,
            "Servers needed (mean of %d, with standard deviation)".formatted(repeats),
            String.format(
                Locale.ROOT,
                "requests within %.0f s, each of %.1f s, %d at once on a server",
                any.windowS(),
                any.delayMs() / 1000.0,
                any.maxRequests()),
            "most servers at once");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(any.maxReplicas() * 1.08).setXAxisMin(0.0);
    for (var balance : Containers.BALANCES) {
      String name = PoolSetup.word(balance);
      List<Spread> spreads =
          by.sizes().stream().map(size -> by.of(name, size, ContainersRow::replicas)).toList();
      Look.dress(
          chart.addSeries(
              name,
              sizes,
              spreads.stream().mapToDouble(Spread::mean).toArray(),
              spreads.stream().mapToDouble(Spread::deviation).toArray()));
    }
    Look.dressAsBound(
        chart.addSeries(
            "clairvoyant minimum",
            sizes,
            by.sizes().stream().mapToDouble(size -> by.clairvoyant(size).mean()).toArray()),
        Look.color("clairvoyant minimum"));
    return Pictures.beside(List.of(chart));
  }
}
