package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.chart.Pictures;
import dev.spillway.experiments.csv.CsvTable;
import dev.spillway.experiments.lab.Lab;
import dev.spillway.experiments.lab.LabSettings;
import dev.spillway.experiments.lab.Progress;
import dev.spillway.launcher.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An experiment from its start to the files it leaves: NAME.csv, NAME.png and NAME.txt. */
final class ExperimentRun {
  private final RunOptions options;
  private final PrintWriter out;

  ExperimentRun(RunOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  <R extends Record> void run(Experiment<R> experiment, CompletableFuture<?> broken)
      throws InterruptedException, IOException {
    Pictures.require();
    Path folder = Files.createDirectories(options.output);
    Path table = folder.resolve(experiment.name() + ".csv");
    CsvTable<R> csv = new CsvTable<>(experiment.row());
    if (!options.drawOnly) {
      csv.write(table, measure(experiment, broken));
    }
    List<R> rows = csv.read(table);
    if (rows.isEmpty()) {
      throw CommandFailure.failed(table + ": expected rows, found none", null);
    }
    Path picture = folder.resolve(experiment.name() + ".png");
    Pictures.write(experiment.picture(rows), picture);
    Path reading = folder.resolve(experiment.name() + ".txt");
    Files.writeString(reading, experiment.reading(rows) + "\n");
    out.printf("%n%s%n%n  %s%n  %s%n  %s%n", experiment.reading(rows), table, picture, reading);
    out.flush();
  }

  private <R extends Record> List<R> measure(Experiment<R> experiment, CompletableFuture<?> broken)
      throws InterruptedException, IOException {
    LabSettings settings = new LabSettings(options.runtime, broken);
    if (options.noProgress) {
      try (Lab lab = new Lab(settings, Progress.NONE)) {
        return experiment.measure(lab);
      }
    }
    try (BarProgress bar = new BarProgress(experiment.name());
        Lab lab = new Lab(settings, bar)) {
      return experiment.measure(lab);
    }
  }
}
