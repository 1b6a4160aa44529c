package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.containers.Containers;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway experiment containers}. */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    description =
        "Servers needed against the number of requests that come within a window of time:"
            + " round-robin-strict, round-robin and least-connections, beside the fewest that could"
            + " have served them. At the default sizes about 12 minutes.")
final class ContainersCommand extends ExperimentCommandBase {
  @Mixin private LimitOptions limits;

  @Option(
      names = "--requests",
      paramLabel = "N",
      split = ",",
      defaultValue = "10,50,100,200,500,1000",
      description = "How many within the window; default ${DEFAULT-VALUE}.")
  private List<Integer> requests;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationOption.class,
      description =
          "They come at moments drawn evenly at random from so long a time; default"
              + " ${DEFAULT-VALUE}.")
  private Duration window;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is measured, with other moments; default ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the moments are drawn from; default ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  List<Experiment<?>> experiments() {
    return List.of(new Containers(requests, repeats, window, limits.limits(), seed));
  }
}
