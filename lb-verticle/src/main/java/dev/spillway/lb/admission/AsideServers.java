package dev.spillway.lb.admission;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Servers that failed a moment ago. They are passed over while there is any other, each for a time
 * of its own; when there is none, the one whose time ends first is the best guess.
 */
final class AsideServers {
  private static final Comparator<ServerPermits> LONGEST_FIRST =
      (a, b) ->
          a.asideUntil == b.asideUntil
              ? Long.compare(a.ordinal, b.ordinal)
              : Long.signum(a.asideUntil - b.asideUntil);

  private final TreeSet<ServerPermits> withRoom = new TreeSet<>(LONGEST_FIRST);

  /** In order of the time they end at; entries of servers that left early are skipped. */
  private final PriorityQueue<End> ends = new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

  private record End(ServerPermits server, long at) {
    boolean stale() {
      return !server.aside || server.asideUntil != at;
    }
  }

  void add(ServerPermits server, long now, long nanos) {
    server.aside = true;
    server.asideUntil = now + nanos;
    ends.add(new End(server, server.asideUntil));
    changed(server);
  }

  void remove(ServerPermits server) {
    withRoom.remove(server);
    server.aside = false;
  }

  void changed(ServerPermits server) {
    if (server.hasRoom()) {
      withRoom.add(server);
    } else {
      withRoom.remove(server);
    }
  }

  ServerPermits pick() {
    return withRoom.isEmpty() ? null : withRoom.first();
  }

  /** Removes and returns a server whose time aside is over, or null. */
  ServerPermits pollEnded(long now) {
    End end = firstEnd();
    if (end == null || end.at - now > 0) {
      return null;
    }
    ends.remove();
    remove(end.server);
    return end.server;
  }

  /** Nanoseconds until the next one's time is over, or {@link Long#MAX_VALUE}. */
  long nanosUntilEnd(long now) {
    End end = firstEnd();
    return end == null ? Long.MAX_VALUE : Math.max(0, end.at - now);
  }

  private End firstEnd() {
    while (!ends.isEmpty() && ends.peek().stale()) {
      ends.remove();
    }
    return ends.peek();
  }
}
