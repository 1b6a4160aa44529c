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
  private final PermitsAndQueue state;
  private final PermitSupply supply;
  private final Faults faults;
  private final Runnable quiet;

  private boolean awaitsQuiet;

  /** Asks for an exchange. */
  @FunctionalInterface
  public interface Demand {
    /**
     * An exchange is wanted now: a request waits, or others want what was just freed. Called on any
     * thread, at most once until the next {@link PoolAdmission#beginExchange()}, and once more when
     * {@link PoolAdmission#owesOthers()} becomes true; must be short.
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
    long now = clock.getAsLong();
    this.faults = new Faults(rules.faults());
    this.state = new PermitsAndQueue(this, rules, algorithm, now);
    this.supply = new PermitSupply(state, gateway, now);
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
          state.queue.join(waiter);
        } else {
          state.queue.joinAhead(waiter);
        }
      }
      ask = !(decision instanceof Granted) && !state.closed && state.demandOnce();
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
    if (state.closed) {
      return state.refusals.shuttingDown();
    }
    boolean first = !newcomer || state.queue.isEmpty();
    if (first && state.lease.maySpend(now)) {
      ServerPermits server =
          newcomer ? state.book.take(now) : state.book.takeOther(failedServer, now);
      if (server != null) {
        return state.grant(server);
      }
    }
    if (state.lease.refuses(now)) {
      return state.refusals.stateUnreachable();
    }
    if (newcomer && state.queue.isFull()) {
      state.turnedAway = true;
      return state.refusals.queueFull();
    }
    return null;
  }

  boolean cancel(Waiter waiter) {
    boolean nowQuiet;
    lock.lock();
    try {
      if (!state.queue.leave(waiter)) {
        return false;
      }
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    tell(null, false, nowQuiet);
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
      state.book.giveBack(server, now);
      boolean owes = leftToOthers(server, now);
      if (outcome == HeldPermit.Outcome.DONE) {
        Faults.served(server);
      } else {
        setAside = failed(server, outcome, now);
      }
      decided = state.grantWaiting(now);
      boolean tell = outcome == HeldPermit.Outcome.UNREACHABLE || wantedElsewhere(server, now);
      owes |= state.keepsInVain(now);
      ask = owes ? state.oweOnce() : tell && state.demandOnce();
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    tell(decided, ask, nowQuiet);
    return setAside;
  }

  private boolean failed(ServerPermits server, HeldPermit.Outcome outcome, long now) {
    long nanos = faults.failed(server, outcome == HeldPermit.Outcome.UNREACHABLE);
    if (nanos > 0) {
      state.book.setAside(server, now, nanos);
    }
    return nanos > 0;
  }

  /** Whether a permit that was just freed is another gateway's, which is then let go first. */
  private boolean leftToOthers(ServerPermits server, long now) {
    boolean left =
        server.ready() && server.inFlight >= server.held && state.fairShare.othersWait(now);
    if (left) {
      state.fairShare.freed(now);
    }
    return left;
  }

  /**
   * Whether somebody else waits to hear of it: a gateway short of permits, or who stops servers.
   */
  private boolean wantedElsewhere(ServerPermits server, long now) {
    return server.ready()
        ? server.idle() > 0 && state.fairShare.othersWait(now)
        : server.inFlight == 0;
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
      return supply.beginExchange(now);
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
      decided = state.close();
      report = supply.beginLeaving(now);
    } finally {
      lock.unlock();
    }
    tell(decided, false, false);
    return report;
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
      if (!supply.isNews(answer)) {
        return 0;
      }
      ask = supply.answered(answer, now) && state.demandOnce();
      decided = state.grantWaiting(now);
      state.saidToWait = state.queue.length();
    } finally {
      lock.unlock();
    }
    tell(decided, ask, false);
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
      decided = supply.unreachable(cause, now);
    } finally {
      lock.unlock();
    }
    tell(decided, false, false);
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
      return supply.othersWantPermits(now);
    } finally {
      lock.unlock();
    }
  }

  /** A server is said to drain: nothing is sent there before the next answer. */
  public void draining(String server) {
    lock.lock();
    try {
      state.book.drain(server);
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
      decided = state.grantWaiting(now);
      for (Waiter waiter = state.queue.pollExpired(now); waiter != null; ) {
        decided = decided == null ? new Decided() : decided;
        decided.add(waiter, state.refusals.queueTimeout());
        waiter = state.queue.pollExpired(now);
      }
      nowQuiet = isQuiet();
    } finally {
      lock.unlock();
    }
    tell(decided, false, nowQuiet);
  }

  /**
   * Nanoseconds until {@link #expire()} has something to do, at least 0; {@link Long#MAX_VALUE} if
   * nobody waits.
   */
  public long nanosUntilExpiry() {
    long now = clock.getAsLong();
    lock.lock();
    try {
      return state.queue.isEmpty()
          ? Long.MAX_VALUE
          : Math.min(state.queue.nanosUntilExpiry(now), state.book.nanosUntilAsideEnds(now));
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
    tell(null, false, nowQuiet);
  }

  private boolean isQuiet() {
    return awaitsQuiet && state.book.inFlight() == 0 && state.queue.isEmpty();
  }

  /**
   * Whether something was freed since the last report that other gateways are to have: then the
   * next exchange is worth its while before anybody here could gain by it.
   */
  public boolean owesOthers() {
    lock.lock();
    try {
      return state.owes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether a request waits, or an exchange that was asked for has not begun. While that is false,
   * none will wait or be refused without {@link Demand#exchangeWanted()}.
   */
  public boolean unsettled() {
    lock.lock();
    try {
      return state.unsettled();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests wait. */
  public int waiting() {
    lock.lock();
    try {
      return state.queue.length();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests have a permit. */
  public int inFlight() {
    lock.lock();
    try {
      return state.book.inFlight();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests were refused so far. */
  public long refused() {
    lock.lock();
    try {
      return state.refusals.count();
    } finally {
      lock.unlock();
    }
  }

  /** Why a request was last refused, for a person; empty if none was. */
  public String lastRefusal() {
    lock.lock();
    try {
      return state.refusals.lastDetail();
    } finally {
      lock.unlock();
    }
  }

  /** What was decided under the lock, after it is let go. */
  private void tell(Decided decided, boolean ask, boolean nowQuiet) {
    if (decided != null) {
      decided.tell();
    }
    if (ask) {
      demand.exchangeWanted();
    }
    if (nowQuiet) {
      quiet.run();
    }
  }
}
