package dev.spillway.benchmarks;

import dev.spillway.benchmarks.micro.PermitBenchmark;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** JMH's benchmarks. */
@Command(name = "micro", description = "What a permit costs, by JMH: 2 servers and 1,000.")
final class MicroCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    new Runner(new OptionsBuilder().include(PermitBenchmark.class.getName()).build()).run();
    return 0;
  }
}
