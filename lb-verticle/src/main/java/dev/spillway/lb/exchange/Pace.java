package dev.spillway.lb.exchange;

import java.util.concurrent.TimeUnit;

/**
 * When the next exchange may be that somebody waits for. The first is had at once; as long as they
 * bring nothing, they come at growing intervals. Times are those of {@link System#nanoTime()}.
 */
final class Pace {
  static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(5);
  static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);

  private long interval;
  private long notBefore;
  private boolean restrained;

  /** Nobody waits any more. */
  void allServed() {
    restrained = false;
    interval = 0;
  }

  /** An exchange left requests waiting, but brought some of them a permit. */
  void someServed(long now) {
    restrain(SHORTEST, now);
  }

  /** An exchange brought nothing. */
  void noneServed(long now) {
    restrain(Math.min(LONGEST, Math.max(SHORTEST, 2 * interval)), now);
  }

  /** An exchange failed. */
  void failed(long now) {
    restrain(LONGEST, now);
  }

  /** Nanoseconds to wait before the next exchange, at least 0. */
  long delay(long now) {
    return restrained ? Math.max(0, notBefore - now) : 0;
  }

  private void restrain(long newInterval, long now) {
    interval = newInterval;
    notBefore = now + newInterval;
    restrained = true;
  }
}
