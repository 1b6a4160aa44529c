package dev.spillway.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** See {@link IdleMeasurement}. */
@Command(
    name = "idle",
    description = "Memory per idle keep-alive connection of each proxy.",
    showDefaultValues = true)
final class IdleCommand implements Callable<Integer> {
  @Option(names = "--connections", description = "at most 11000")
  private int connections = 10_000;

  @Option(names = "--rounds")
  private int rounds = 1;

  @Option(names = "--only", split = ",", description = "of haproxy,nginx,vertx-http-proxy,spillway")
  private List<String> only = Peers.ALL;

  @Option(names = "--out", description = "folder for CSV, configuration files and logs")
  private Path directory = Path.of("target/benchmarks/idle");

  @Override
  public Integer call() throws Exception {
    IdleMeasurement idle = new IdleMeasurement(Peers.named(only), connections, rounds);
    Outcome.of(idle, directory, "idle", null);
    return 0;
  }
}
