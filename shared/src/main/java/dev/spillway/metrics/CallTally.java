package dev.spillway.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Calls of one kind: how they ended, and how long they took. Safe for use by several threads. */
public final class CallTally {
  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
  private final DurationTally durations = new DurationTally();

  /** How a call ended. */
  public enum Outcome {
    /** It was answered. */
    OK,
    /** It was answered with an error. */
    REFUSED,
    /** It could not be sent, or was not answered in time. */
    UNREACHABLE;

    /** Its name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No call yet. */
  public CallTally() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  /** A call ended so, after that many nanoseconds. */
  public void ended(Outcome outcome, long nanos) {
    ended.get(outcome).increment();
    durations.record(nanos / 1_000);
  }

  /** How many calls ended so. */
  public long count(Outcome outcome) {
    return ended.get(outcome).sum();
  }

  /** How long they took, however they ended. */
  public DurationTally durations() {
    return durations;
  }
}
