package dev.spillway.launcher.command;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code spillway}: names its commands. */
@Command(
    name = "spillway",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description =
        "An HTTP load balancer that starts a container when every server is full, and stops it"
            + " when it has been idle.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      LbCommand.class,
      WorkerCommand.class,
      WebCommand.class,
      MonitorCommand.class,
      ServersCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; also after SIGINT or SIGTERM and a stop in good order",
      "1:it could not be done",
      "2:the command line or the configuration is mistaken",
      "130, 143:stopped in a hurry by a second SIGINT or SIGTERM"
    },
    footer = {"", "Start with: spillway up"})
public final class SpillwayCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, and stack traces.")
  void verbose(boolean verbose) {
    if (verbose) {
      Logs.verbose();
    }
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SpillwayCommand());
    ServiceLoader.load(ExtraCommand.class).forEach(line::addSubcommand);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getSubcommands().values().forEach(SpillwayCommand::finish);
    return line;
  }

  private static void finish(CommandLine subcommand) {
    subcommand.setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }
}
