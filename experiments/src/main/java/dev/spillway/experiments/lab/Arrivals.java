package dev.spillway.experiments.lab;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** When requests come: milliseconds after the first, in order. */
public final class Arrivals {
  private Arrivals() {}

  /** All of them at once. */
  public static List<Long> atOnce(int requests) {
    return LongStream.generate(() -> 0).limit(requests).boxed().toList();
  }

  /**
   * At moments drawn evenly and independently from a span of time: a Poisson process of which it is
   * known how many came.
   */
  public static List<Long> within(Duration span, int requests, RandomGenerator random) {
    long[] times = random.longs(requests, 0, Math.max(1, span.toMillis())).toArray();
    Arrays.sort(times);
    long first = requests == 0 ? 0 : times[0];
    return Arrays.stream(times).map(time -> time - first).boxed().toList();
  }
}
