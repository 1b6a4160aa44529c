package dev.spillway.benchmarks;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description = "Measures Spillway.",
    subcommands = {
      AllCommand.class,
      ProxiesCommand.class,
      IdleCommand.class,
      ElasticityCommand.class,
      MicroCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs one benchmark. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Benchmarks())
            .setExecutionExceptionHandler((cause, command, parsed) -> failed(cause))
            .execute(args));
  }

  /** What goes wrong while measuring is told in its message; anything else is a mistake of ours. */
  private static int failed(Exception cause) throws Exception {
    if (!(cause instanceof IOException)) {
      throw cause;
    }
    System.err.println("benchmarks: " + cause.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
