package dev.spillway.lb;

import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.metrics.DurationTally;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the requests of one pool at its entrance, over all event loops: how long those
 * waited that had to, and why some were refused. A request that is let in at once costs nothing
 * here. Safe for use by several threads.
 */
public final class PoolCounts {
  private final DurationTally waits = new DurationTally();
  private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

  PoolCounts() {
    for (Reason reason : Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void waited(long nanos) {
    waits.record(nanos / 1_000);
  }

  void refused(Reason reason) {
    refused.get(reason).increment();
  }

  /** How long requests waited for a permit that got one, but not at once. */
  public DurationTally waits() {
    return waits;
  }

  /** How many requests were refused for that reason. */
  public long refusals(Reason reason) {
    return refused.get(reason).sum();
  }
}
