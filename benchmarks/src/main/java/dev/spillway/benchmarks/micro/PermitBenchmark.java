package dev.spillway.benchmarks.micro;

import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission;
import dev.spillway.lb.admission.AdmissionRules;
import dev.spillway.lb.admission.PoolAdmission;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ServerState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A permit taken and given back, with 32 requests in flight all the while. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PermitBenchmark {
  private static final int IN_FLIGHT = 32;
  private static final int PERMITS_PER_SERVER = 100;

  /** How many servers the pool has. */
  @Param({"2", "10", "1000"})
  public int servers;

  /** How the server is chosen. */
  @Param({
    "ROUND_ROBIN",
    "ROUND_ROBIN_STRICT",
    "LEAST_CONNECTIONS",
    "FIRST",
    "POWER_OF_TWO",
    "RANDOM",
    "LEAST_CONNECTIONS_FIXED"
  })
  public String balance;

  private final ArrayDeque<Admission.Permit> inFlight = new ArrayDeque<>();
  private Admission admission;

  /** An admission that holds permits of every server. */
  @Setup
  public void grant() {
    PoolAdmission pool =
        new PoolAdmission(
            "benchmark",
            new AdmissionRules(100, Duration.ofSeconds(1), Duration.ofDays(1), OutagePolicy.SERVE),
            MeasuredAlgorithm.named(balance),
            System::nanoTime,
            () -> {},
            () -> {});
    ExchangeReport report = pool.beginExchange();
    List<Grant> grants =
        IntStream.range(0, servers)
            .mapToObj(
                i ->
                    new Grant(
                        "server-" + i,
                        i,
                        ServerState.READY,
                        "http://127.0.0.1:" + (1024 + i),
                        PERMITS_PER_SERVER,
                        PERMITS_PER_SERVER,
                        0))
            .toList();
    pool.answered(answer(report.sequence(), grants));
    admission = pool;
    for (int i = 0; i < IN_FLIGHT; i++) {
      enter();
    }
  }

  /** The oldest request ends, and a new one comes. */
  @Benchmark
  public void requestEndsAndAnotherComes() {
    inFlight.poll().release();
    enter();
  }

  private void enter() {
    admission.enter(decision -> inFlight.add(((Admission.Decision.Granted) decision).permit()));
  }

  private static ExchangeAnswer answer(long sequence, List<Grant> grants) {
    return new ExchangeAnswer(sequence, true, false, grants, 0, 0, List.of(), 0, false, "");
  }
}
