package dev.spillway.experiments.command;

import dev.spillway.launcher.command.ExtraCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spillway experiment}: names the experiments. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    description =
        "Puts a question to running installations, and leaves a table, a picture and a paragraph"
            + " that reads them. Each has --help.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      ResponseTimeCommand.class,
      ScalingCommand.class,
      ContainersCommand.class,
      AlgorithmsCommand.class,
      ControlCommand.class,
      AllCommand.class
    })
public final class ExperimentCommand implements ExtraCommand, Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected the name of an experiment");
  }
}
