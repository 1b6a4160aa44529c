package dev.spillway.worker.decision;

import java.time.Duration;

/**
 * Waiting times that double.
 *
 * @param first the wait after the first failure, positive
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {

  public Backoff {
    if (first.isZero() || first.isNegative() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "expected 0 < first <= longest, found first=%s longest=%s".formatted(first, longest));
    }
  }

  /** How long to wait after so many failures in a row, at least 1. */
  public Duration after(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  /** Whether the waits have reached their longest after so many failures. */
  public boolean exhausted(int failures) {
    return after(failures).equals(longest);
  }
}
