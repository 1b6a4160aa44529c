package dev.spillway.lb.publish;

import dev.spillway.events.RequestServed;
import dev.spillway.events.RequestServed.Latency;
import dev.spillway.events.RequestServed.StatusCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one event loop served from one server since it was last told. For one thread; only the count
 * of requests in flight is shared with the gateway's other event loops.
 */
final class ServerTally {
  private final ServerKey key;
  private final long[] statuses = new long[5];
  private final long[] buckets = new long[Latency.BUCKETS];
  private final AtomicInteger gatewayInFlight;

  /** Whether it is among those that the publisher looks at. Only the publisher touches this. */
  boolean queued;

  private long count;
  private long sumMicros;
  private long maxMicros;
  private long lastRequestNanos;
  private int inFlight;
  private long toldAt;

  ServerTally(ServerKey key, AtomicInteger gatewayInFlight) {
    this.key = key;
    this.gatewayInFlight = gatewayInFlight;
  }

  ServerKey key() {
    return key;
  }

  /** Now is the time of a monotonic clock in nanoseconds, as that of the others. */
  void begun(long now) {
    inFlight++;
    gatewayInFlight.incrementAndGet();
    lastRequestNanos = now;
  }

  void withdrawn() {
    inFlight--;
    gatewayInFlight.decrementAndGet();
  }

  void ended(int status, long micros, long now) {
    inFlight--;
    gatewayInFlight.decrementAndGet();
    count++;
    int statusClass = status / 100 - 1;
    if (statusClass >= 0 && statusClass < statuses.length) {
      statuses[statusClass]++;
    }
    buckets[Latency.bucketOf(micros)]++;
    sumMicros += micros;
    maxMicros = Math.max(maxMicros, micros);
    lastRequestNanos = now;
  }

  /**
   * The event to publish, or null if there is nothing new. Counting starts anew with it.
   *
   * @param time now, as epoch milliseconds
   */
  RequestServed take(String gateway, long time, long now, long quietMillis) {
    boolean somethingEnded = count > 0;
    boolean longRequest = inFlight > 0 && time - toldAt >= quietMillis;
    if (!somethingEnded && !longRequest) {
      return null;
    }
    RequestServed event =
        new RequestServed(
            key.pool(),
            time,
            gateway,
            key.server(),
            count,
            new StatusCounts(statuses[0], statuses[1], statuses[2], statuses[3], statuses[4]),
            time - TimeUnit.NANOSECONDS.toMillis(now - lastRequestNanos),
            gatewayInFlight.get(),
            new Latency(count, sumMicros, maxMicros, nonZeroBuckets()));
    clear();
    toldAt = time;
    return event;
  }

  private List<Long> nonZeroBuckets() {
    int length = buckets.length;
    while (length > 0 && buckets[length - 1] == 0) {
      length--;
    }
    List<Long> used = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      used.add(buckets[i]);
    }
    return used;
  }

  private void clear() {
    Arrays.fill(statuses, 0);
    Arrays.fill(buckets, 0);
    count = 0;
    sumMicros = 0;
    maxMicros = 0;
  }

  /** Whether nothing is in flight and nothing left to tell. */
  boolean idle() {
    return inFlight == 0 && count == 0;
  }

  /** Nanoseconds since a request last began or ended, by the clock of {@link #begun}. */
  long idleFor(long now) {
    return now - lastRequestNanos;
  }
}
