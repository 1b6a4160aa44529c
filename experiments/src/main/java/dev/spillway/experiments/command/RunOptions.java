package dev.spillway.experiments.command;

import dev.spillway.config.RuntimeChoice;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How an experiment is run, and where its results go. */
final class RunOptions {
  @Option(
      names = "--runtime",
      paramLabel = "KIND",
      defaultValue = "AUTO",
      description =
          "What servers are: docker, process, or auto, which is docker if a daemon answers; default"
              + " auto.")
  RuntimeChoice runtime;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = "experiment-results",
      description = "Where table, picture and reading go; default ${DEFAULT-VALUE}.")
  Path output;

  @Option(
      names = "--draw-only",
      description = "Don't measure: draw and read the table that is in the folder already.")
  boolean drawOnly;

  @Option(names = "--no-progress", description = "Don't show a progress bar.")
  boolean noProgress;
}
