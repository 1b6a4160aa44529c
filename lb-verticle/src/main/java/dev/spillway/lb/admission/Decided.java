package dev.spillway.lb.admission;

/** Waiters that were decided under the lock, to be told in the same order after it is let go. */
final class Decided {
  private Waiter first;
  private Waiter last;
  private int count;

  void add(Waiter waiter, Admission.Decision decision) {
    waiter.decide(decision);
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    count++;
  }

  int count() {
    return count;
  }

  /** Tells all of them even if one throws, which it must not; the first such error is thrown on. */
  void tell() {
    RuntimeException thrown = null;
    Waiter waiter = first;
    while (waiter != null) {
      Waiter next = waiter.next;
      waiter.next = null;
      try {
        waiter.tell();
      } catch (RuntimeException e) {
        if (thrown == null) {
          thrown = e;
        } else {
          thrown.addSuppressed(e);
        }
      }
      waiter = next;
    }
    if (thrown != null) {
      throw thrown;
    }
  }
}
