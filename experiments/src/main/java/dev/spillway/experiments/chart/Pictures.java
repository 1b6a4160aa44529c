package dev.spillway.experiments.chart;

import dev.spillway.launcher.CommandFailure;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** Charts as pictures, without a screen. */
public final class Pictures {
  private Pictures() {}

  /**
   * Says early that nothing can be drawn here, rather than after an experiment of many minutes.
   *
   * @throws CommandFailure with what to install
   */
  public static void require() {
    System.setProperty("java.awt.headless", "true");
    try {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setFont(Look.font(Font.PLAIN, 12));
      graphics.getFontMetrics().stringWidth("0");
      graphics.dispose();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw CommandFailure.failed(
          "pictures can't be drawn by the Java in %s: %s. Expected FreeType, fontconfig and a font;"
                  .formatted(System.getProperty("java.home"), e)
              + " on Debian: apt-get install libfreetype6 fontconfig fonts-dejavu-core",
          e);
    }
  }

  /** Charts beside each other. */
  public static BufferedImage beside(List<? extends Chart<?, ?>> charts) {
    int width = charts.stream().mapToInt(Chart::getWidth).sum();
    int height = charts.stream().mapToInt(Chart::getHeight).max().orElse(0);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    int left = 0;
    for (Chart<?, ?> chart : charts) {
      Graphics2D part = (Graphics2D) graphics.create(left, 0, chart.getWidth(), height);
      chart.paint(part, chart.getWidth(), chart.getHeight());
      part.dispose();
      left += chart.getWidth();
    }
    graphics.dispose();
    return image;
  }

  /** Writes a picture as PNG. */
  public static void write(BufferedImage picture, Path file) throws IOException {
    if (!ImageIO.write(picture, "png", file.toFile())) {
      throw new IOException(file + ": this Java writes no PNG");
    }
  }
}
