package dev.spillway.lb;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers that the gateway gave in a server's place, by status. Safe for use by several threads.
 */
public final class OwnAnswers {
  private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

  void answered(int status) {
    byStatus.computeIfAbsent(status, s -> new LongAdder()).increment();
  }

  /** How many by status, for each status that was answered so far. */
  public Map<Integer, Long> counts() {
    Map<Integer, Long> counts = new TreeMap<>();
    byStatus.forEach((status, count) -> counts.put(status, count.sum()));
    return counts;
  }
}
