package dev.spillway.launcher.part;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * Whether an event loop is busy: what its thread has of a processor, looked at every {@value
 * #TURNS} turns. It gets busy at {@value #BUSY_PERCENT} % and is so until it has less than {@value
 * #CALM_PERCENT} %, since what is done about it makes a loop less busy.
 *
 * <p>Of one event loop, and for its thread alone.
 */
final class LoopUtilization {
  static final int TURNS = 256;
  static final int BUSY_PERCENT = 75;
  static final int CALM_PERCENT = 65;

  private final LongSupplier elapsed;
  private final LongSupplier processor;
  private int turns;
  private long elapsedBefore;
  private long processorBefore;
  private boolean busy;

  /**
   * Of a loop whose thread is about to start.
   *
   * @param elapsed nanoseconds that have gone by, from any beginning
   * @param processor nanoseconds of a processor that the calling thread had since it started; -1
   *     where that can't be told, and then the loop is never busy
   */
  LoopUtilization(LongSupplier elapsed, LongSupplier processor) {
    this.elapsed = elapsed;
    this.processor = processor;
    elapsedBefore = elapsed.getAsLong();
  }

  /** By the clocks of this machine. */
  static LoopUtilization measured() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return new LoopUtilization(
        System::nanoTime,
        threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> -1);
  }

  /** Of the loop, as of the last look; not busy before the first. */
  boolean busy() {
    return busy;
  }

  /** To be told after each turn. */
  void turned() {
    if (++turns < TURNS) {
      return;
    }
    turns = 0;
    long elapsedNow = elapsed.getAsLong();
    long processorNow = processor.getAsLong();
    long had = 100 * (processorNow - processorBefore);
    busy = had >= (elapsedNow - elapsedBefore) * (busy ? CALM_PERCENT : BUSY_PERCENT);
    elapsedBefore = elapsedNow;
    processorBefore = processorNow;
  }
}
