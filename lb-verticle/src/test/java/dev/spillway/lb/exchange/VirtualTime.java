package dev.spillway.lb.exchange;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only by what is to happen next: a run of minutes takes a second. */
final class VirtualTime {
  static final long MILLI = 1_000_000;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now;
  private long number;

  private record Event(long at, long number, Runnable action) {}

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  void after(long nanos, Runnable action) {
    events.add(new Event(now + nanos, number++, action));
  }

  /** Lets so many nanoseconds pass, looking on after each event. */
  void pass(long nanos, Runnable look) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.poll();
      now = next.at();
      next.action().run();
      look.run();
    }
    now = end;
  }
}
