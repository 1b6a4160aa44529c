package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.micro.PermitBenchmark;
import dev.spillway.benchmarks.micro.PickBenchmark;
import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Permits and balancing by JMH, with what they allocate.
 *
 * @param balances the algorithms, by the names of {@link
 *     dev.spillway.benchmarks.micro.MeasuredAlgorithm}
 * @param servers how many there are to choose from
 * @param warmUps iterations before those that count
 * @param iterations that count
 * @param millis of an iteration
 */
record MicroMeasurement(
    List<String> balances, List<String> servers, int warmUps, int iterations, int millis)
    implements Measurement {
  private static final int BENCHMARKS = 2;
  private static final int FORK_MILLIS = 700;

  @Override
  public int seconds() {
    int forks = BENCHMARKS * balances.size() * servers.size();
    return forks * ((warmUps + iterations) * (millis + 100) + FORK_MILLIS) / 1_000;
  }

  @Override
  public Samples run(Path directory, Consumer<String> progress) throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(PermitBenchmark.class.getName() + "\\.")
            .include(PickBenchmark.class.getName() + "\\.")
            .param("balance", balances.toArray(String[]::new))
            .param("servers", servers.toArray(String[]::new))
            .warmupIterations(warmUps)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(millis))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .output(directory.resolve("jmh.log").toString());
    Samples samples = new Samples();
    for (RunResult result : new Runner(options.build()).run()) {
      String what =
          result.getParams().getBenchmark().contains(PermitBenchmark.class.getSimpleName())
              ? "permit"
              : "pick";
      String subject =
          result.getParams().getParam("balance").toLowerCase(Locale.ROOT).replace('_', '-');
      String scenario = "%s, %s servers".formatted(what, result.getParams().getParam("servers"));
      result
          .getAggregatedResult()
          .getIterationResults()
          .forEach(
              iteration -> {
                samples.add(
                    scenario, subject, Sample.CALL, iteration.getPrimaryResult().getScore());
                Result<?> allocated = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
                if (allocated != null) {
                  samples.add(scenario, subject, Sample.ALLOCATION, allocated.getScore());
                }
              });
    }
    progress.accept("all of JMH's output: " + directory.resolve("jmh.log"));
    return samples;
  }
}
