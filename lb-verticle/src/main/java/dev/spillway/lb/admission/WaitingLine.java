package dev.spillway.lb.admission;

/** First in, first out; anyone may leave in O(1). Deadlines rise from front to back. */
final class WaitingLine {
  private Waiter front;
  private Waiter back;
  private int length;

  int length() {
    return length;
  }

  /** The one that waits longest, or null. */
  Waiter front() {
    return front;
  }

  void join(Waiter waiter) {
    waiter.line = this;
    waiter.previous = back;
    if (back == null) {
      front = waiter;
    } else {
      back.next = waiter;
    }
    back = waiter;
    length++;
  }

  void leave(Waiter waiter) {
    if (waiter.previous == null) {
      front = waiter.next;
    } else {
      waiter.previous.next = waiter.next;
    }
    if (waiter.next == null) {
      back = waiter.previous;
    } else {
      waiter.next.previous = waiter.previous;
    }
    waiter.line = null;
    waiter.previous = null;
    waiter.next = null;
    length--;
  }
}
