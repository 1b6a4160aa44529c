package dev.spillway.benchmarks;

import dev.spillway.benchmarks.micro.MeasuredAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** See {@link MicroMeasurement}. */
@Command(
    name = "micro",
    description = "What a permit and the choice of a server cost, by JMH.",
    showDefaultValues = true)
final class MicroCommand implements Callable<Integer> {
  @Option(names = "--balance", split = ",", description = "algorithms (default: all)")
  private List<String> balances = MeasuredAlgorithm.names();

  @Option(names = "--servers", split = ",", description = "how many there are to choose from")
  private List<String> servers = List.of("2", "10", "1000");

  @Option(names = "--millis", description = "of an iteration")
  private int millis = 1_000;

  @Option(names = "--out", description = "folder for CSV and JMH's output")
  private Path directory = Path.of("target/benchmarks/micro");

  @Override
  public Integer call() throws Exception {
    List<String> names =
        balances.stream().map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_')).toList();
    Outcome.of(new MicroMeasurement(names, servers, 3, 5, millis), directory, "micro", null);
    return 0;
  }
}
