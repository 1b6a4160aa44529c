package dev.spillway.lb.admission;

import java.util.concurrent.TimeUnit;

/**
 * Knows whether other gateways wait for permits, and sees to it that one with a queue of its own
 * leaves something to them. Without that, each permit freed here would go to the next waiter here,
 * and a gateway that came later would never get one.
 *
 * <p>Once in a while a part of the permits is marked to be given back when it is freed. When that
 * happens, this gateway asks for nothing for a moment, so that others are first. Guarded by the
 * pool's lock. Times are those of {@link System#nanoTime()}.
 */
final class FairShare {
  /** Longer than those who wait elsewhere take to ask again. */
  private static final long MODESTY = TimeUnit.MILLISECONDS.toNanos(150);

  private static final int PART = 8;

  private final long interval;
  private final long wishLasts;
  private boolean othersWait;
  private long othersWaitUntil;
  private long dueAt;
  private long modestUntil;

  FairShare(AdmissionRules rules, long now) {
    this.interval = rules.heartbeat().toNanos();
    this.wishLasts = rules.othersWishLasts().toNanos();
    this.dueAt = now;
    this.modestUntil = now;
  }

  /** Whether others wait, from now on until it is said again or for as long as a wish lasts. */
  void noteOthers(boolean wait, long now) {
    othersWait = wait;
    othersWaitUntil = now + wishLasts;
  }

  boolean othersWait(long now) {
    if (othersWait && now - othersWaitUntil >= 0) {
      othersWait = false;
    }
    return othersWait;
  }

  /** How many of the permits held are to be given back when freed; mostly 0. */
  int toLeave(int held, long now) {
    if (held == 0 || now - dueAt < 0) {
      return 0;
    }
    dueAt = now + interval;
    return (held + PART - 1) / PART;
  }

  /** One that was to be given back was freed. */
  void freed(long now) {
    modestUntil = now + MODESTY;
  }

  /** Whether others are to be first. */
  boolean modest(long now) {
    return now - modestUntil < 0;
  }
}
