package dev.spillway.lb.admission;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;

/**
 * What an admission says in exchanges, and what it makes of the answers. Guarded by the pool's
 * lock. Times are those of {@link System#nanoTime()}.
 */
final class PermitSupply {
  private final PermitsAndQueue state;
  private final Reports reports;

  PermitSupply(PermitsAndQueue state, String gateway, long now) {
    this.state = state;
    this.reports = new Reports(gateway, now);
  }

  /** Lowers what is held to what is to be kept, and says so. */
  ExchangeReport beginExchange(long now) {
    state.demandMet();
    state.book.giveUpUnusable();
    if (state.fairShare.othersWait(now)) {
      state.book.giveUpIdle(state.queue.length());
      if (!state.queue.isEmpty()) {
        state.book.giveUpWhenFreed(state.fairShare.toLeave(state.book.held(), now));
      }
    }
    return report(now, false);
  }

  /** Gives up all that is idle, and the lease. */
  ExchangeReport beginLeaving(long now) {
    state.book.giveUpIdle(0);
    state.lease.giveUp();
    return report(now, true);
  }

  private ExchangeReport report(long now, boolean leaving) {
    int waiting = waiting();
    state.saidToWait = waiting;
    int asks = state.fairShare.toAskFor(waiting, state.book.granted(), now);
    return reports.write(now, state.lease.good(now), waiting, asks, leaving, state.book);
  }

  private int waiting() {
    // Where none may wait, one that was turned away stands for the demand.
    int waiting = state.queue.length();
    boolean turnedAway = state.turnedAway;
    state.turnedAway = false;
    return waiting == 0 && turnedAway ? 1 : waiting;
  }

  /** Whether an answer changes anything. */
  boolean isNews(ExchangeAnswer answer) {
    return !state.closed && reports.isAnswerToNewest(answer);
  }

  /** Takes over an answer; true: another exchange is wanted. */
  boolean answered(ExchangeAnswer answer, long now) {
    if (answer.settling() && !state.lease.good(now)) {
      // The shared state took the word of a gateway whose lease held when it sent it. Meanwhile
      // it ran out, and the permits may have been another's before the data was lost.
      state.lease.reached();
      state.book.giveUpAll();
      return true;
    }
    if (!answer.accepted()) {
      state.lease.reached();
      return true;
    }
    state.lease.renew(reports.answered());
    state.refusals.learn(answer);
    state.fairShare.noteOthers(answer.waitingElsewhere() > 0, now);
    state.fairShare.learn(answer.share());
    return state.book.apply(answer, answer.settling());
  }

  /** The newest report was not answered; what that decides, or null. */
  Decided unreachable(String cause, long now) {
    if (state.closed) {
      return null;
    }
    state.lease.unreachable();
    state.refusals.learnUnreachable(cause);
    return state.lease.refuses(now)
        ? state.refuseWaiting(state.refusals::stateUnreachable)
        : state.grantWaiting(now);
  }

  /** Others are short of permits; whether anything is idle here. */
  boolean othersWantPermits(long now) {
    state.fairShare.noteOthers(true, now);
    return state.book.hasIdle();
  }
}
