package dev.spillway.lb.admission;

/**
 * Where requests wait: bounded, first in, first out. Requests that had a permit and lost it to an
 * unreachable server wait in a line of their own, ahead of the others and beyond the bound: they
 * have been let in already. All wait equally long at the most, so that each line is in order of
 * deadline. Guarded by the pool's lock.
 */
final class RequestQueue {
  private final int maxLength;
  private final WaitingLine returned = new WaitingLine();
  private final WaitingLine newcomers = new WaitingLine();

  RequestQueue(int maxLength) {
    this.maxLength = maxLength;
  }

  int length() {
    return returned.length() + newcomers.length();
  }

  boolean isEmpty() {
    return length() == 0;
  }

  boolean isFull() {
    return newcomers.length() >= maxLength;
  }

  void join(Waiter waiter) {
    newcomers.join(waiter);
  }

  void joinAhead(Waiter waiter) {
    returned.join(waiter);
  }

  /** False if it had left already. */
  boolean leave(Waiter waiter) {
    if (waiter.line == null) {
      return false;
    }
    waiter.line.leave(waiter);
    return true;
  }

  /** Removes and returns whose turn it is, or null. */
  Waiter poll() {
    Waiter first = returned.front() != null ? returned.front() : newcomers.front();
    if (first != null) {
      first.line.leave(first);
    }
    return first;
  }

  /** Removes and returns one that has waited for too long, or null. */
  Waiter pollExpired(long now) {
    Waiter first = firstToExpire(now);
    if (first == null || first.deadline - now > 0) {
      return null;
    }
    first.line.leave(first);
    return first;
  }

  /** Nanoseconds until one has waited for too long, or {@link Long#MAX_VALUE}. */
  long nanosUntilExpiry(long now) {
    Waiter first = firstToExpire(now);
    return first == null ? Long.MAX_VALUE : Math.max(0, first.deadline - now);
  }

  private Waiter firstToExpire(long now) {
    Waiter a = returned.front();
    Waiter b = newcomers.front();
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.deadline - now <= b.deadline - now ? a : b;
  }
}
