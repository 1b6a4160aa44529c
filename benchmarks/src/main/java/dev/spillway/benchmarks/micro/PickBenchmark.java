package dev.spillway.benchmarks.micro;

import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.lb.balance.Candidate;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
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

/** A server chosen by the algorithm alone, with 32 requests in flight all the while. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBenchmark {
  private static final int IN_FLIGHT = 32;
  private static final int PERMITS_PER_SERVER = 100;

  /** How many servers there are to choose from. */
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

  private final ArrayDeque<Server> inFlight = new ArrayDeque<>();
  private BalancingAlgorithm algorithm;

  /** Servers with room. */
  @Setup
  public void add() {
    algorithm = MeasuredAlgorithm.named(balance);
    for (int i = 0; i < servers; i++) {
      algorithm.add(new Server(i));
    }
    for (int i = 0; i < IN_FLIGHT; i++) {
      pick();
    }
  }

  /** The oldest request ends, and a new one comes. */
  @Benchmark
  public Candidate requestEndsAndAnotherComes() {
    Server left = inFlight.poll();
    left.load--;
    algorithm.changed(left);
    return pick();
  }

  private Server pick() {
    Server picked = (Server) algorithm.pick();
    picked.load++;
    algorithm.changed(picked);
    inFlight.add(picked);
    return picked;
  }

  private static final class Server extends Candidate {
    private final long ordinal;
    private int load;

    Server(long ordinal) {
      this.ordinal = ordinal;
    }

    @Override
    protected long ordinal() {
      return ordinal;
    }

    @Override
    protected int load() {
      return load;
    }

    @Override
    protected boolean hasRoom() {
      return load < PERMITS_PER_SERVER;
    }
  }
}
