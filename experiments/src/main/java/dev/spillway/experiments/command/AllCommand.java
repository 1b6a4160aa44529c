package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spillway experiment all}. */
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    description = "Every experiment, one after the other, each at its defaults.")
final class AllCommand extends ExperimentCommandBase {
  @Override
  List<Experiment<?>> experiments() {
    List<Experiment<?>> all = new ArrayList<>();
    for (ExperimentCommandBase command :
        List.of(
            new ResponseTimeCommand(),
            new ScalingCommand(),
            new ContainersCommand(),
            new AlgorithmsCommand(),
            new ControlCommand())) {
      new CommandLine(command).parseArgs(); // which gives its options their defaults
      all.addAll(command.experiments());
    }
    return all;
  }
}
