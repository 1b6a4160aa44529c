package dev.spillway.state.redis;

import java.util.random.RandomGenerator;

/**
 * The time between two attempts to connect: any up to a bound that doubles from 50 ms to 2 s, so
 * that many processes don't come back at the same moment.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final int DOUBLINGS = 6;
  private static final long LONGEST_MILLIS = 2000;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The time to wait before the next attempt, milliseconds, at least 1. */
  long next() {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, DOUBLINGS));
    failures++;
    return 1 + random.nextLong(full);
  }

  /** It worked: the next failure is the first again. */
  void reset() {
    failures = 0;
  }
}
