package dev.spillway.lb.admission;

import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The admission of one pool in this process: permits in hand, requests that wait for one, and the
 * two joined. One lock guards them; it is held for O(log n) in the number of servers per request,
 * and never while anybody is called back.
 *
 * <p>What always holds between two calls: requests in flight on a server never outnumber the
 * permits held when they were let in; nobody waits while a permit may be spent that the algorithm
 * would choose; no newcomer passes one that waits.
 *
 * <p>Its permits come from exchanges, which somebody else carries: {@link #beginExchange()}, then
 * {@link #answered} or {@link #unreachable}, one at a time. It asks for one through {@link Demand}.
 */
public final class PoolAdmission implements Admission {
  private static final Ticket DECIDED_AT_ONCE = () -> false;

  private final ReentrantLock lock = new ReentrantLock();
  private final AdmissionRules rules;
  private final LongSupplier clock;
  private final Demand demand;
  private final PermitBook book;
  private final RequestQueue queue;
  private final Lease lease;
  private final Refusals refusals;
  private final FairShare fairShare;
  private final Faults faults;
  private final Reports reports;
  private final Runnable quiet;

  private boolean demanded;
  private boolean turnedAway;
  private boolean awaitsQuiet;
  private boolean closed;

  /** Asks for an exchange. */
  @FunctionalInterface
  public interface Demand {
    /**
     * An exchange is wanted now: a request waits, or others want what was just freed. Called on any
     * thread, at most once until the next {@link PoolAdmission#beginExchange()}; must be short.
     */
    void exchangeWanted();
  }

  /**
   * An admission without any permit yet.
   *
   * @param gateway this gateway's id, unique to one run of one process
   * @param clock a monotonic clock in nanoseconds, such as {@link System#nanoTime()}
   * @param quiet called on any thread when, after {@link #awaitQuiet()}, no request is in flight or
   *     waits any more; may be called more than once
   */
  public PoolAdmission(
      String gateway,
      AdmissionRules rules,
      BalancingAlgorithm algorithm,
      LongSupplier clock,
      Demand demand,
      Runnable quiet) {
    this.rules = rules;
    this.clock = clock;
    this.demand = demand;
    this.quiet = quiet;
    this.book = new PermitBook(algorithm);
    this.queue = new RequestQueue(rules.maxWaiting());
    this.lease = new Lease(rules);
    this.refusals = new Refusals(rules);
    this.faults = new Faults(rules.faults());
    long now = clock.getAsLong();
    this.fairShare = new FairShare(rules, now);
    this.reports = new Reports(gateway, now);
  }

  @Override
  public Ticket enter(Consumer<Decision> decision) {
    return enter(decision, null);
  }

  @Override
  public Ticket reenter(String failedServer, Consumer<Decision> decision) {
    return enter(decision, failedServer);
  }

  /** A newcomer's failed server is null: it stands behind those that wait. */
  private Ticket enter(Consumer<Decision> receiver, String failedServer) {
    long now = clock.getAsLong();
    boolean newcomer = failedServer == null;
    boolean ask;
    Decision decision;
    Waiter waiter = null;
    lock.lock();
    try {
      decision = decideAtOnce(failedServer, now);
      if (decision == null) {
        waiter = new Waiter(this, receiver, now + rules.maxWait().toNanos());
        if (newcomer) {
          queue.join(waiter);
        } else {
          queue.joinAhead(waiter);
        }
      }
      ask = !(decision instanceof Granted) && !closed && demandOnce();
    } finally {
      lock.unlock();
    }
    if (ask) {
      demand.exchangeWanted();
    }
    if (waiter != null) {
      return waiter;
    }
    receiver.accept(decision);
    return DECIDED_AT_ONCE;
  }

  /** Null if the request is to wait. */
  private Decision decideAtOnce(String failedServer, long now) {
    boolean newcomer = failedServer == null;
    if (closed) {
      return refusals.shuttingDown();
    }
    boolean first = !newcomer || queue.isEmpty();
    if (first && lease.maySpend(now)) {
      ServerPermits server = newcomer ? book.take(now) : book.takeOther(failedServer, now);
      if (server != null) {
        return new Granted(new HeldPermit(this, server));
      }
    }
    if (lease.refuses(now)) {
      return refusals.stateUnreachable();
    }
    if (newcomer && queue.isFull()) {
      turnedAway = true;
      return refusals.queueFull();
    }
    return null;
  }

  boolean cancel(Waiter waiter) {
    boolean nowQuiet;
    lock.lock();
    try {
      if (!queue.leave(waiter)) {
        return false;
      }
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    tellQuiet(nowQuiet);
    return true;
  }

  /** Whether the server was set aside because of it. */
  boolean release(HeldPermit permit, HeldPermit.Outcome outcome) {
    long now = clock.getAsLong();
    Decided decided;
    boolean ask;
    boolean nowQuiet;
    boolean setAside = false;
    lock.lock();
    try {
      if (permit.released) {
        return false;
      }
      permit.released = true;
      ServerPermits server = permit.server;
      book.giveBack(server, now);
      boolean tell = leftToOthers(server, now) || outcome == HeldPermit.Outcome.UNREACHABLE;
      if (outcome == HeldPermit.Outcome.DONE) {
        Faults.served(server);
      } else {
        setAside = failed(server, outcome, now);
      }
      decided = grantWaiting(now);
      ask = (tell || wantedElsewhere(server, now)) && demandOnce();
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    if (decided != null) {
      decided.tell();
    }
    if (ask) {
      demand.exchangeWanted();
    }
    tellQuiet(nowQuiet);
    return setAside;
  }

  private boolean failed(ServerPermits server, HeldPermit.Outcome outcome, long now) {
    long nanos = faults.failed(server, outcome == HeldPermit.Outcome.UNREACHABLE);
    if (nanos > 0) {
      book.setAside(server, now, nanos);
    }
    return nanos > 0;
  }

  /** Whether a permit that was just freed is another gateway's, which is then let go first. */
  private boolean leftToOthers(ServerPermits server, long now) {
    boolean left = server.ready() && server.inFlight >= server.held && fairShare.othersWait(now);
    if (left) {
      fairShare.freed(now);
    }
    return left;
  }

  /**
   * Whether somebody else waits to hear of it: a gateway short of permits, or who stops servers.
   */
  private boolean wantedElsewhere(ServerPermits server, long now) {
    return server.ready() ? server.idle() > 0 && fairShare.othersWait(now) : server.inFlight == 0;
  }

  /**
   * Begins an exchange: lowers what is held to what is to be kept, and says so. Idle permits of
   * draining servers are given back, and, while other gateways wait, all that nobody waits for
   * here.
   */
  public ExchangeReport beginExchange() {
    long now = clock.getAsLong();
    lock.lock();
    try {
      demanded = false;
      book.giveUpUnusable();
      if (fairShare.othersWait(now)) {
        book.giveUpIdle(queue.length());
        if (!queue.isEmpty()) {
          book.giveUpWhenFreed(fairShare.toLeave(book.held(), book.othersInFlight(), now));
        }
      }
      return report(now, false);
    } finally {
      lock.unlock();
    }
  }

  /** The last report: gives everything back. From now on every request is refused. */
  public ExchangeReport beginLeaving() {
    long now = clock.getAsLong();
    Decided decided;
    ExchangeReport report;
    lock.lock();
    try {
      decided = refuseEveryone();
      book.giveUpIdle(0);
      lease.giveUp();
      report = report(now, true);
    } finally {
      lock.unlock();
    }
    decided.tell();
    return report;
  }

  private ExchangeReport report(long now, boolean leaving) {
    return reports.write(now, lease.good(now), wanted(now), leaving, book);
  }

  private int wanted(long now) {
    // Where none may wait, one that was turned away stands for the demand.
    int wanted = queue.isEmpty() && turnedAway ? 1 : queue.length();
    turnedAway = false;
    return fairShare.modest(now) ? 0 : wanted;
  }

  /**
   * Takes over an answer; one to any but the newest report changes nothing.
   *
   * @return how many requests that waited got a permit by it
   */
  public int answered(ExchangeAnswer answer) {
    long now = clock.getAsLong();
    Decided decided;
    boolean ask;
    lock.lock();
    try {
      if (closed || !reports.isAnswerToNewest(answer)) {
        return 0;
      }
      if (answer.settling() && !lease.good(now)) {
        // The shared state took the word of a gateway whose lease held when it sent it. Meanwhile
        // it ran out, and the permits may have been another's before the data was lost.
        lease.reached();
        book.giveUpAll();
        ask = demandOnce();
      } else if (answer.accepted()) {
        lease.renew(reports.answered());
        refusals.learn(answer);
        fairShare.noteOthers(answer.waitingElsewhere() > 0, now);
        ask = book.apply(answer, answer.settling()) && demandOnce();
      } else {
        lease.reached();
        ask = demandOnce();
      }
      decided = grantWaiting(now);
    } finally {
      lock.unlock();
    }
    if (decided != null) {
      decided.tell();
    }
    if (ask) {
      demand.exchangeWanted();
    }
    return decided == null ? 0 : decided.count();
  }

  /**
   * The newest report could not be delivered, or its answer was lost.
   *
   * @param cause why, for a person
   */
  public void unreachable(String cause) {
    long now = clock.getAsLong();
    Decided decided;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      lease.unreachable();
      refusals.learnUnreachable(cause);
      if (lease.refuses(now)) {
        decided = new Decided();
        for (Waiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
          decided.add(waiter, refusals.stateUnreachable());
        }
      } else {
        decided = grantWaiting(now);
      }
    } finally {
      lock.unlock();
    }
    if (decided != null) {
      decided.tell();
    }
  }

  /**
   * Another gateway is short of permits. Until some time after the last such word, what is idle
   * here is given back.
   *
   * @return whether anything is idle now, so that an exchange is worth its while
   */
  public boolean othersWantPermits() {
    long now = clock.getAsLong();
    lock.lock();
    try {
      fairShare.noteOthers(true, now);
      return book.hasIdle();
    } finally {
      lock.unlock();
    }
  }

  /** A server is said to drain: nothing is sent there before the next answer. */
  public void draining(String server) {
    lock.lock();
    try {
      book.drain(server);
    } finally {
      lock.unlock();
    }
  }

  /** Refuses those that have waited for too long, and tries servers that were set aside again. */
  public void expire() {
    long now = clock.getAsLong();
    Decided decided;
    boolean nowQuiet;
    lock.lock();
    try {
      decided = grantWaiting(now);
      for (Waiter waiter = queue.pollExpired(now); waiter != null; ) {
        decided = decided == null ? new Decided() : decided;
        decided.add(waiter, refusals.queueTimeout());
        waiter = queue.pollExpired(now);
      }
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    if (decided != null) {
      decided.tell();
    }
    tellQuiet(nowQuiet);
  }

  /**
   * Nanoseconds until {@link #expire()} has something to do, at least 0; {@link Long#MAX_VALUE} if
   * nobody waits.
   */
  public long nanosUntilExpiry() {
    long now = clock.getAsLong();
    lock.lock();
    try {
      return queue.isEmpty()
          ? Long.MAX_VALUE
          : Math.min(queue.nanosUntilExpiry(now), book.nanosUntilAsideEnds(now));
    } finally {
      lock.unlock();
    }
  }

  /** From now on, says when no request is in flight or waits. */
  public void awaitQuiet() {
    boolean nowQuiet;
    lock.lock();
    try {
      awaitsQuiet = true;
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    tellQuiet(nowQuiet);
  }

  private boolean isQuiet() {
    return awaitsQuiet && book.inFlight() == 0 && queue.isEmpty();
  }

  private void tellQuiet(boolean nowQuiet) {
    if (nowQuiet) {
      quiet.run();
    }
  }

  /** How many requests wait. */
  public int waiting() {
    lock.lock();
    try {
      return queue.length();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests have a permit. */
  public int inFlight() {
    lock.lock();
    try {
      return book.inFlight();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests were refused so far. */
  public long refused() {
    lock.lock();
    try {
      return refusals.count();
    } finally {
      lock.unlock();
    }
  }

  /** Why a request was last refused, for a person; empty if none was. */
  public String lastRefusal() {
    lock.lock();
    try {
      return refusals.lastDetail();
    } finally {
      lock.unlock();
    }
  }

  /** Gives permits to those that wait, oldest first, while there are both; null if to nobody. */
  private Decided grantWaiting(long now) {
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
      decided.add(queue.poll(), new Granted(new HeldPermit(this, server)));
    }
    return decided;
  }

  private Decided refuseEveryone() {
    closed = true;
    Decided decided = new Decided();
    for (Waiter waiter = queue.poll(); waiter != null; waiter = queue.poll()) {
      decided.add(waiter, refusals.shuttingDown());
    }
    return decided;
  }

  private boolean demandOnce() {
    boolean first = !demanded;
    demanded = true;
    return first;
  }
}
