package dev.spillway.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** See {@link ElasticityMeasurement}. */
@Command(
    name = "elasticity",
    description = "The time from an overflow to the answer of the server started for it.",
    showDefaultValues = true)
final class ElasticityCommand implements Callable<Integer> {
  @Option(names = "--runtime", description = "process or docker")
  private String runtime = "process";

  @Option(names = "--runs")
  private int runs = 5;

  @Option(names = "--requests", description = "how many come at once at a pool of one server")
  private int requests = 1_000;

  @Option(names = "--max-replicas", description = "of that pool")
  private int maxReplicas = 4;

  @Option(names = "--out", description = "folder for CSV, configuration files and logs")
  private Path directory = Path.of("target/benchmarks/elasticity");

  @Override
  public Integer call() throws Exception {
    ElasticityMeasurement elasticity =
        new ElasticityMeasurement(runtime, runs, requests, maxReplicas);
    Outcome.of(elasticity, directory, "elasticity-" + runtime, null);
    return 0;
  }
}
