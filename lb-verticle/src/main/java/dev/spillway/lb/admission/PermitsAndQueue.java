package dev.spillway.lb.admission;

import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.balance.BalancingAlgorithm;
import java.util.function.Supplier;

/**
 * What the requests of a pool and the exchanges with the shared state have in common: the permits
 * in hand, those that wait for one, and whether it may be spent. Guarded by the pool's lock.
 */
final class PermitsAndQueue {
  final PermitBook book;
  final RequestQueue queue;
  final Lease lease;
  final Refusals refusals;
  final FairShare fairShare;

  /** Whether every request is refused. */
  boolean closed;

  /** Whether a request was turned away since the last report because none may wait. */
  boolean turnedAway;

  /** How many requests wait here by what others can know. */
  int saidToWait;

  /** Whether something was freed since the last report that others are to have. */
  boolean owes;

  private final PoolAdmission admission;
  private boolean demanded;

  PermitsAndQueue(
      PoolAdmission admission, AdmissionRules rules, BalancingAlgorithm algorithm, long now) {
    this.admission = admission;
    this.book = new PermitBook(algorithm);
    this.queue = new RequestQueue(rules.maxWaiting());
    this.lease = new Lease(rules);
    this.refusals = new Refusals(rules);
    this.fairShare = new FairShare(rules, now);
  }

  /** True once until {@link #demandMet()}: an exchange is to be asked for. */
  boolean demandOnce() {
    boolean first = !demanded;
    demanded = true;
    return first;
  }

  /** Whether somebody waits, or an exchange that was asked for has not begun. */
  boolean unsettled() {
    return demanded || !queue.isEmpty();
  }

  /** True once until {@link #demandMet()}: an exchange is to be asked for, for others' sake. */
  boolean oweOnce() {
    boolean first = !owes;
    owes = true;
    demanded = true;
    return first;
  }

  /** An exchange begins. */
  void demandMet() {
    demanded = false;
    owes = false;
  }

  /** Whether permits are kept for requests of this gateway that no longer wait, and others do. */
  boolean keepsInVain(long now) {
    return saidToWait > 0 && queue.isEmpty() && fairShare.othersWait(now);
  }

  /** A permit in use from now on. */
  Granted grant(ServerPermits server) {
    return new Granted(new HeldPermit(admission, server));
  }

  /** Gives permits to those that wait, oldest first, while there are both; null if to nobody. */
  Decided grantWaiting(long now) {
    if (queue.isEmpty() || !lease.maySpend(now)) {
      return null;
    }
    Decided decided = null;
    while (!queue.isEmpty()) {
      ServerPermits server = book.take(now);
      if (server == null) {
        break;
      }
      decided = decided == null ? new Decided() : decided;
      decided.add(queue.poll(), grant(server));
    }
    return decided;
  }

  /** Refuses all that wait. */
  Decided refuseWaiting(Supplier<? extends Decision> why) {
    Decided decided = new Decided();
    for (Waiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
      decided.add(waiter, why.get());
    }
    return decided;
  }

  /** Refuses all that wait, and all that come. */
  Decided close() {
    closed = true;
    return refuseWaiting(refusals::shuttingDown);
  }
}
