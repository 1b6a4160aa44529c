package dev.spillway.monitor;

import dev.spillway.events.RequestServed;
import dev.spillway.events.RequestServed.Latency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was served in one pool over a span of time, added up over gateways and servers. */
final class ServedTotals {
  private final long[] byClass = new long[5];
  private final List<Long> buckets = new ArrayList<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private long count;
  private long timed;
  private long sumMicros;
  private long maxMicros;

  void add(RequestServed event) {
    count += event.count();
    byClass[0] += event.statuses().informational();
    byClass[1] += event.statuses().success();
    byClass[2] += event.statuses().redirection();
    byClass[3] += event.statuses().clientError();
    byClass[4] += event.statuses().serverError();
    inFlight.put(event.gateway() + ' ' + event.server(), event.inFlight());
    add(event.latency());
  }

  private void add(Latency latency) {
    timed += latency.count();
    sumMicros += latency.sumMicros();
    maxMicros = Math.max(maxMicros, latency.maxMicros());
    for (int i = 0; i < latency.buckets().size(); i++) {
      if (i == buckets.size()) {
        buckets.add(0L);
      }
      buckets.set(i, buckets.get(i) + latency.buckets().get(i));
    }
  }

  /** Requests ended. */
  long count() {
    return count;
  }

  /** Requests in flight by the last event of each gateway and server. */
  int inFlight() {
    return inFlight.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many ended with a status of this class, 1 to 5. */
  long ofClass(int statusClass) {
    return byClass[statusClass - 1];
  }

  /** How many ended without a status: the client left. */
  long withoutStatus() {
    long answered = 0;
    for (long number : byClass) {
      answered += number;
    }
    return Math.max(0, count - answered);
  }

  long meanMicros() {
    return timed == 0 ? 0 : sumMicros / timed;
  }

  long maxMicros() {
    return maxMicros;
  }

  /** A bound that at least this share (0 to 1) of latencies keep; at most twice the true value. */
  long percentileMicros(double share) {
    long rank = (long) Math.ceil(share * timed);
    long seen = 0;
    for (int i = 0; i < buckets.size(); i++) {
      seen += buckets.get(i);
      if (seen >= rank && seen > 0) {
        return Math.min(1L << i, maxMicros);
      }
    }
    return maxMicros;
  }
}
