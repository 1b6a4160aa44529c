package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.control.ControlDesigns;
import dev.spillway.experiments.lab.Limits;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway experiment control}. */
@Command(
    name = "control",
    mixinStandardHelpOptions = true,
    description =
        "The report's control design, one round trip to Redis and one delayed task per request,"
            + " beside permits in hand and one timer per server: requests per second, Redis calls,"
            + " timers waiting. By default about 2 minutes.")
final class ControlCommand extends ExperimentCommandBase {
  /** More than there are clients: the limit is not what is measured. */
  private static final int ROOM = 1000;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "32",
      description = "Clients, each with one request in flight; default ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationOption.class,
      description = "How long a turn lasts; default ${DEFAULT-VALUE}.")
  private Duration time;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each; default ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "2",
      description = "Servers; default ${DEFAULT-VALUE}.")
  private int replicas;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationOption.class,
      description = "TIME_FOR_SCALE_DOWN; default ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Override
  List<Experiment<?>> experiments() {
    Limits limits = new Limits(Duration.ZERO, ROOM, replicas, replicas, idleTimeout);
    return List.of(new ControlDesigns(clients, time, repeats, limits));
  }
}
