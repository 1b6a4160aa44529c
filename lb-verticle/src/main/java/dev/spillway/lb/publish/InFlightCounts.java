package dev.spillway.lb.publish;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests a gateway has in flight on each server, over all its event loops. A count lives
 * as long as an event loop uses it. Safe for use by several threads.
 */
public final class InFlightCounts {
  private final ConcurrentMap<ServerKey, Shared> counts = new ConcurrentHashMap<>();

  private record Shared(AtomicInteger count, int users) {}

  /** The count of one server, the same for all its users. Every call owes one to {@link #leave}. */
  AtomicInteger join(ServerKey server) {
    return counts
        .compute(
            server,
            (key, shared) ->
                shared == null
                    ? new Shared(new AtomicInteger(), 1)
                    : new Shared(shared.count(), shared.users() + 1))
        .count();
  }

  /** A user of a count needs it no more. */
  void leave(ServerKey server) {
    counts.computeIfPresent(
        server,
        (key, shared) ->
            shared.users() == 1 ? null : new Shared(shared.count(), shared.users() - 1));
  }

  /** How many counts are in use. */
  int size() {
    return counts.size();
  }
}
