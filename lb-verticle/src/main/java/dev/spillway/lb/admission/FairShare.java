package dev.spillway.lb.admission;

import dev.spillway.state.ExchangeAnswer.Share;
import java.util.concurrent.TimeUnit;

/**
 * Knows whether other gateways wait for permits, and what is then this gateway's. One with a queue
 * of its own would else never have any to spare: each permit freed here would go to the next waiter
 * here, and a gateway that came later would never get one.
 *
 * <p>What is above the share is marked to be given back when it is freed. Where permits can't be
 * divided evenly, some gateways have one more than others, and take turns: who has had it for a
 * while leaves it, and asks for nothing above its share for a moment, so that others are first.
 * Guarded by the pool's lock. Times are those of {@link System#nanoTime()}.
 */
final class FairShare {
  /** Longer than those who wait elsewhere take to ask again. */
  private static final long MODESTY = TimeUnit.MILLISECONDS.toNanos(150);

  private final long turn;
  private final long wishLasts;
  private Share share = Share.ALL;
  private boolean othersWait;
  private long othersWaitUntil;
  private boolean hasOneMore;
  private long turnEnds;
  private boolean leavesTurn;
  private long modestUntil;

  FairShare(AdmissionRules rules, long now) {
    this.turn = rules.heartbeat().toNanos();
    this.wishLasts = rules.othersWishLasts().toNanos();
    this.modestUntil = now;
  }

  /** Whether others wait, from now on until it is said again or for as long as a wish lasts. */
  void noteOthers(boolean wait, long now) {
    othersWait = wait;
    othersWaitUntil = now + wishLasts;
  }

  /** What is this gateway's while others wait. */
  void learn(Share newShare) {
    share = newShare;
  }

  boolean othersWait(long now) {
    if (othersWait && now - othersWaitUntil >= 0) {
      othersWait = false;
    }
    return othersWait;
  }

  /** How many of the permits held are to be given back when freed, since others wait. */
  int toLeave(int held, long now) {
    if (held <= share.permits()) {
      hasOneMore = false;
      return 0;
    }
    int above = held - share.permits();
    if (share.oneMore() == 0) {
      return above;
    }
    if (!hasOneMore) {
      hasOneMore = true;
      turnEnds = now + turn;
    }
    if (now - turnEnds < 0) {
      return above - 1;
    }
    hasOneMore = false;
    leavesTurn = true;
    modestUntil = now + MODESTY;
    return above;
  }

  /** One that was to be given back was freed. */
  void freed(long now) {
    if (leavesTurn) {
      leavesTurn = false;
      modestUntil = now + MODESTY;
    }
  }

  /** For how many of those that wait to ask for a permit, when so many are held or in use. */
  int toAskFor(int waiting, int had, long now) {
    return now - modestUntil < 0 && othersWait(now)
        ? Math.min(waiting, Math.max(0, share.permits() - had))
        : waiting;
  }
}
