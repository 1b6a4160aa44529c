package dev.spillway.lb;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests may be sent to another server after the first failed: over the last 5 to 10
 * seconds a share of all requests, and a few each second besides. So a few failures in little
 * traffic are always made good, while servers that fail altogether get no storm of retries on top.
 * For one thread.
 */
final class RetryBudget {
  static final int EACH_SECOND = 10;
  private static final int WINDOW_SECONDS = 5;
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

  private final int percent;
  private final LongSupplier nanoClock;
  private long windowBegan;
  private long requests;
  private long retries;
  private long requestsBefore;
  private long retriesBefore;

  /**
   * @param percent of all requests, 0 to 100; 0: no retry at all
   * @param nanoClock monotonic nanoseconds
   */
  RetryBudget(int percent, LongSupplier nanoClock) {
    this.percent = percent;
    this.nanoClock = nanoClock;
    this.windowBegan = nanoClock.getAsLong();
  }

  /** A request came. */
  void request() {
    moveOn();
    requests++;
  }

  /** Takes one retry; false if there is none left. */
  boolean take() {
    moveOn();
    long share = (requests + requestsBefore) * percent / 100;
    if (percent == 0 || retries + retriesBefore >= share + EACH_SECOND * WINDOW_SECONDS) {
      return false;
    }
    retries++;
    return true;
  }

  private void moveOn() {
    long passed = nanoClock.getAsLong() - windowBegan;
    if (passed < WINDOW) {
      return;
    }
    boolean next = passed < 2 * WINDOW;
    requestsBefore = next ? requests : 0;
    retriesBefore = next ? retries : 0;
    requests = 0;
    retries = 0;
    windowBegan += next ? WINDOW : passed;
  }
}
