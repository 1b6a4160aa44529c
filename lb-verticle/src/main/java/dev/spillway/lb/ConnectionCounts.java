package dev.spillway.lb;

import dev.spillway.config.RequestLimits;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The client connections open in the whole process, in all and per client. For any thread. */
final class ConnectionCounts {
  private final RequestLimits limits;
  private final AtomicInteger open;
  private final ConcurrentMap<String, Integer> perClient = new ConcurrentHashMap<>();

  /** What may become of a new connection. */
  enum Verdict {
    WELCOME,
    TOO_MANY,
    TOO_MANY_OF_CLIENT
  }

  /**
   * Nothing is open.
   *
   * @param open goes along with the number of open ones
   */
  ConnectionCounts(RequestLimits limits, AtomicInteger open) {
    this.limits = limits;
    this.open = open;
  }

  /** Counts a new one, welcome or not; {@link #closed} is owed. */
  Verdict opened(String client) {
    int all = open.incrementAndGet();
    int own =
        limits.connectionsPerClient().isPresent() ? perClient.merge(client, 1, Integer::sum) : 0;
    if (all > limits.connections().orElse(Integer.MAX_VALUE)) {
      return Verdict.TOO_MANY;
    }
    return own > limits.connectionsPerClient().orElse(Integer.MAX_VALUE)
        ? Verdict.TOO_MANY_OF_CLIENT
        : Verdict.WELCOME;
  }

  /** One that was counted is closed. */
  void closed(String client) {
    open.decrementAndGet();
    if (limits.connectionsPerClient().isPresent()) {
      perClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How many clients have a connection open, where they are counted. */
  int clients() {
    return perClient.size();
  }
}
