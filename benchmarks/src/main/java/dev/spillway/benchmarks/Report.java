package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.report.Base;
import dev.spillway.benchmarks.report.CsvFile;
import dev.spillway.benchmarks.report.Plots;
import dev.spillway.benchmarks.report.Samples;
import dev.spillway.benchmarks.report.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What came of all parts, as a Markdown file with pictures beside it. */
final class Report {
  private static final String FILE = "report.md";

  private final Path directory;

  Report(Path directory) {
    this.directory = directory;
  }

  /** Writes it anew from the results that are there. */
  Path write(List<Part> parts) throws IOException {
    StringBuilder text = new StringBuilder("# Benchmarks\n\n").append(Machine.describe());
    text.append(
        "\nA cell is the median of the rounds, with minimum and maximum. Ratios are within a round.\n");
    Samples proxies = new Samples();
    StringBuilder chapters = new StringBuilder();
    for (Part part : parts) {
      Path csv = part.csv(directory);
      if (Files.exists(csv)) {
        Samples samples = CsvFile.read(csv);
        chapters.append(chapter(part, samples, Files.getLastModifiedTime(csv).toString()));
        if (part.base() == Base.FIRST) {
          proxies.addAll(samples);
        }
      }
    }
    text.append(overview(proxies)).append(chapters);
    return Files.writeString(directory.resolve(FILE), text);
  }

  /** The first picture to look at: all kinds of load, side by side. */
  private String overview(Samples proxies) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Sample sample : List.of(Sample.CPU, Sample.P99)) {
      if (proxies.scenarios().stream().anyMatch(it -> proxies.kinds(it).contains(sample))) {
        String title =
            sample == Sample.CPU
                ? "CPU per request, ratio to HAProxy"
                : "99th percentile of latency, ratio to HAProxy";
        String file = "overview-" + sample.name().toLowerCase(Locale.ROOT) + ".png";
        Plots.ratios(directory.resolve(file), title, proxies, sample, Base.FIRST);
        text.append("\n![").append(title).append("](").append(file).append(")\n");
      }
    }
    return text.toString();
  }

  private String chapter(Part part, Samples samples, String measured) throws IOException {
    StringBuilder text = new StringBuilder("\n## ").append(part.title()).append("\n\n");
    text.append(part.text()).append(" Measured ").append(measured, 0, 16).append("Z.\n");
    for (String scenario : samples.scenarios()) {
      text.append("\n**").append(scenario).append("**\n\n");
      if (part.base() != null) {
        text.append(Tables.ratios(samples, scenario, part.base())).append('\n');
      }
      text.append(Tables.values(samples, scenario));
    }
    for (String picture : pictures(part, samples)) {
      text.append("\n![").append(part.title()).append("](").append(picture).append(")\n");
    }
    return text.toString();
  }

  private List<String> pictures(Part part, Samples samples) throws IOException {
    String file = part.name() + ".png";
    if (part.base() == Base.FIRST) {
      return List.of(); // they are in the overview
    }
    if (part.stacked()) {
      Plots.stacked(directory.resolve(file), part.title(), "milliseconds", samples, part.plotted());
    } else if (part.base() == null) {
      Plots.values(directory.resolve(file), part.title(), samples, part.plotted().get(0));
    } else {
      Plots.subjects(directory.resolve(file), part.title(), samples, part.plotted(), part.base());
    }
    return List.of(file);
  }
}
