package dev.spillway.metrics;

import dev.spillway.events.RequestServed.Latency;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Durations counted since the process began, in the buckets of {@link Latency}. Safe for use by
 * several threads.
 */
public final class DurationTally {
  private final AtomicLongArray buckets = new AtomicLongArray(Latency.BUCKETS);
  private final LongAdder sumMicros = new LongAdder();

  /** Counts one duration, in microseconds; a negative one counts as 0. */
  public void record(long micros) {
    long counted = Math.max(0, micros);
    buckets.incrementAndGet(Latency.bucketOf(counted));
    sumMicros.add(counted);
  }

  /** Counts durations that were counted elsewhere already. */
  public void add(Latency others) {
    List<Long> counts = others.buckets();
    for (int i = 0; i < counts.size(); i++) {
      buckets.addAndGet(i, counts.get(i));
    }
    sumMicros.add(others.sumMicros());
  }

  /** How many durations fell into each bucket, the first being that of up to 1 µs. */
  public long[] counts() {
    long[] counts = new long[Latency.BUCKETS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.get(i);
    }
    return counts;
  }

  /** All durations together, in seconds. */
  public double sumSeconds() {
    return sumMicros.sum() / 1e6;
  }
}
