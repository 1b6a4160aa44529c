package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** When the requests of a run at a fixed rate are due, and whether they went out then. */
final class Pace {
  /** Those who send the requests and take the answers, in the thread that runs them. */
  interface Clients {
    /** Whether one more request can be sent. */
    boolean hasFree();

    /** Whether an answer is still to come. */
    boolean unanswered();

    /** Sends a request. */
    void send(long dueAt) throws IOException;

    /** Takes what has come; whether anything has. */
    boolean turn() throws IOException;
  }

  /** At half of what a proxy can take, clients that can do their work are far below it. */
  private static final long LATE_MICROS = 1_000;

  /** Of the time that a run should take, which is seconds. */
  private static final double LATE_END = 1.05;

  /** What takes longer counts as this. */
  static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final double interval;
  private final long total;
  private final LongSupplier nanoClock;
  private final long start;
  private final Histogram late = new Histogram(LONGEST_MICROS, 2);
  private long end;

  /** Starts now, with the first request. */
  Pace(double rate, int seconds) {
    this(rate, seconds, System::nanoTime);
  }

  /**
   * The same.
   *
   * @param nanoClock monotonic nanoseconds
   */
  Pace(double rate, int seconds, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
    this.interval = 1e9 / rate;
    this.total = (long) (rate * seconds);
  }

  /** Sends all of them and takes their answers. */
  @SuppressWarnings("ThreadPriorityCheck")
  void run(Clients clients) throws IOException {
    long begun = 0;
    while (begun < total || clients.unanswered()) {
      long due = due(nanoClock.getAsLong());
      while (begun < due && clients.hasFree()) {
        long dueAt = dueAt(begun);
        sent(dueAt);
        clients.send(dueAt);
        begun++;
      }
      if (!clients.turn()) {
        Thread.yield(); // the backend is on this processor; a sleep would end too late
      }
    }
    ended();
  }

  /** How many requests it has. */
  long total() {
    return total;
  }

  /** How many should have gone out by then, in nanoseconds of the clock. */
  long due(long now) {
    return Math.min(total, (long) ((now - start) / interval) + 1);
  }

  /** When one is due, from 0 on. */
  long dueAt(long request) {
    return start + (long) (request * interval);
  }

  /** One goes out now. */
  void sent(long dueAt) {
    late.recordValue(micros(nanoClock.getAsLong() - dueAt));
  }

  /** All are answered. */
  void ended() {
    end = nanoClock.getAsLong();
  }

  /** Whether they went out and were answered as fast as they were due; once it has ended. */
  boolean kept() {
    return late.getValueAtPercentile(50) < LATE_MICROS && end - start < LATE_END * total * interval;
  }

  /** As a histogram can take it. */
  static long micros(long nanos) {
    return Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000));
  }
}
