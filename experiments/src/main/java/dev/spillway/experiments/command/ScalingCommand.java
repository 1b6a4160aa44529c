package dev.spillway.experiments.command;

import dev.spillway.config.Balance;
import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.scaling.Scaling;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway experiment scaling}. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description =
        "Servers and answered requests over time, from before the first request until the servers"
            + " are back at their minimum. At the default sizes about 3 minutes, most of it"
            + " TIME_FOR_SCALE_DOWN.")
final class ScalingCommand extends ExperimentCommandBase {
  @Mixin private LimitOptions limits;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many at once; default ${DEFAULT-VALUE}.")
  private int requests;

  @Override
  List<Experiment<?>> experiments() {
    return List.of(new Scaling(requests, Balance.LEAST_CONNECTIONS, limits.limits()));
  }
}
