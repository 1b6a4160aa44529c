package dev.spillway.lb.admission;

import java.util.function.Consumer;

/** A request that waits, and its place in line. Guarded by the pool's lock. */
final class Waiter implements Admission.Ticket {
  private final PoolAdmission admission;
  private final Consumer<Admission.Decision> receiver;

  /** Until when it may wait, by the monotonic clock. */
  final long deadline;

  /** The line it stands in; null once it was decided or cancelled. */
  WaitingLine line;

  Waiter previous;

  /** The one behind it in line; after it was decided, the one to be told after it. */
  Waiter next;

  private Admission.Decision decision;

  Waiter(PoolAdmission admission, Consumer<Admission.Decision> receiver, long deadline) {
    this.admission = admission;
    this.receiver = receiver;
    this.deadline = deadline;
  }

  void decide(Admission.Decision decided) {
    decision = decided;
  }

  /** Not under the lock. */
  void tell() {
    receiver.accept(decision);
  }

  @Override
  public boolean cancel() {
    return admission.cancel(this);
  }
}
