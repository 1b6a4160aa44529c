package dev.spillway.benchmarks.micro;

import dev.spillway.config.Balance;
import dev.spillway.lb.balance.BalancingAlgorithm;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The algorithms that are measured, by name: one of them has none in {@link Balance}. */
public final class MeasuredAlgorithm {
  /** Least connections as it is among fixed servers, where it is another algorithm. */
  public static final String IN_TURN = Balance.LEAST_CONNECTIONS + "_FIXED";

  private MeasuredAlgorithm() {}

  /** All of them. */
  public static List<String> names() {
    return Stream.concat(Arrays.stream(Balance.values()).map(Balance::name), Stream.of(IN_TURN))
        .toList();
  }

  /**
   * One of them, with no server yet.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if it is none
   */
  static BalancingAlgorithm named(String name) {
    SplittableRandom random = new SplittableRandom(1);
    return name.equals(IN_TURN)
        ? BalancingAlgorithm.ofFixed(Balance.LEAST_CONNECTIONS, random, System::nanoTime)
        : BalancingAlgorithm.of(Balance.valueOf(name), random);
  }
}
