package dev.spillway.benchmarks;

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
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }
}
