package dev.spillway.experiments.command;

import dev.spillway.experiments.Experiment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands share: each makes its experiments of its options, and they are run in turn. */
abstract class ExperimentCommandBase implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  /** The experiments, in their order. */
  abstract List<Experiment<?>> experiments();

  @Override
  public final Integer call() throws Exception {
    QuietLog.apply();
    ExperimentRun run = new ExperimentRun(options, spec.commandLine().getOut());
    return new UntilInterrupted()
        .run(
            broken -> {
              for (Experiment<?> experiment : experiments()) {
                run.run(experiment, broken);
              }
            });
  }
}
