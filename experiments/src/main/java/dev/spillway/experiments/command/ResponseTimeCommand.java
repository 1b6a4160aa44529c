package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.responsetime.ResponseTime;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway experiment response-time}. */
@Command(
    name = "response-time",
    mixinStandardHelpOptions = true,
    description =
        "Total response time against the number of requests sent at once: round robin, least"
            + " connections, and one server that is never joined by another. At the default sizes"
            + " about 9 minutes, set by the single server.")
final class ResponseTimeCommand extends ExperimentCommandBase {
  @Mixin private LimitOptions limits;

  @Option(
      names = "--requests",
      paramLabel = "N",
      split = ",",
      defaultValue = "10,20,50,100,200,500,1000",
      description = "How many at once; default ${DEFAULT-VALUE}.")
  private List<Integer> requests;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each is measured; default ${DEFAULT-VALUE}.")
  private int repeats;

  @Override
  List<Experiment<?>> experiments() {
    return List.of(new ResponseTime(requests, repeats, limits.limits()));
  }
}
