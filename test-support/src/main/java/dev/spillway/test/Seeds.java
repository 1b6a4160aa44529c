package dev.spillway.test;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Seeds for tests that draw at random. Each run draws its own; the seed stands in the test's name,
 * from which {@link FailedSeeds} says how a failure can be repeated: {@code -Dspillway.seed=N}.
 *
 * <pre>{@code
 * @ParameterizedTest(name = "seed {0}")
 * @MethodSource("dev.spillway.test.Seeds#ten")
 * void holds(long seed) { … }
 * }</pre>
 */
public final class Seeds {
  private Seeds() {}

  /** Ten seeds, or the one that was asked for. */
  public static LongStream ten() {
    return some(10);
  }

  /** A hundred seeds, or the one that was asked for. */
  public static LongStream hundred() {
    return some(100);
  }

  private static LongStream some(int count) {
    Long asked = Long.getLong("spillway.seed");
    return asked != null
        ? LongStream.of(asked)
        : RandomGenerator.getDefault().longs(count, 0, Long.MAX_VALUE);
  }
}
