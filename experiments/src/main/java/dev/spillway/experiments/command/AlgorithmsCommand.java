package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.algorithms.Algorithms;
import dev.spillway.experiments.algorithms.Waves;
import dev.spillway.experiments.lab.Limits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway experiment algorithms}. */
@Command(
    name = "algorithms",
    mixinStandardHelpOptions = true,
    description =
        "Every balancing algorithm under constant, exponential and heavy-tailed service times:"
            + " waiting and server-seconds. By default about 4 minutes.")
final class AlgorithmsCommand extends ExperimentCommandBase {
  @Option(
      names = "--service",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationOption.class,
      description = "Mean service time; default ${DEFAULT-VALUE}.")
  private Duration service;

  @Option(
      names = "--busy",
      paramLabel = "RATE",
      defaultValue = "24",
      description = "Requests per second in busy phases; default ${DEFAULT-VALUE}.")
  private double busy;

  @Option(
      names = "--calm",
      paramLabel = "RATE",
      defaultValue = "6",
      description = "Requests per second in calm phases; default ${DEFAULT-VALUE}.")
  private double calm;

  @Option(
      names = "--phase",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = DurationOption.class,
      description = "How long a phase lasts; default ${DEFAULT-VALUE}.")
  private Duration phase;

  @Option(
      names = "--phases",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many there are, busy first; default ${DEFAULT-VALUE}.")
  private int phases;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "10",
      description = "Requests at once on one server; default ${DEFAULT-VALUE}.")
  private int maxRequests;

  @Option(
      names = "--max-replicas",
      paramLabel = "N",
      defaultValue = "20",
      description = "Servers at the most; default ${DEFAULT-VALUE}.")
  private int maxReplicas;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = DurationOption.class,
      description = "A server idle for so long is stopped; default ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What requests are drawn from; default ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  List<Experiment<?>> experiments() {
    return List.of(
        new Algorithms(
            new Waves(busy, calm, phase, phases),
            new Limits(service, maxRequests, 1, maxReplicas, idleTimeout),
            seed));
  }
}
