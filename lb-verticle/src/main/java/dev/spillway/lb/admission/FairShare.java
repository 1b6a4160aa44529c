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

  /** Who has more than all others together leaves a part of this size each time. */
  private static final int PART = 8;

  /** Who has less leaves a part of this size, and nothing until that makes a whole permit. */
  private static final int PART_OF_LITTLE = 8;

  private final long interval;
  private final long wishLasts;
  private boolean othersWait;
  private long othersWaitUntil;
  private long dueAt;
  private long modestUntil;
  private int owed;

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

  /**
   * How many of the permits held are to be given back when freed; mostly 0. Who has more leaves
   * more: were it one each time for everybody, shares once uneven would stay so.
   *
   * @param othersInFlight what others use, as far as known
   */
  int toLeave(int held, int othersInFlight, long now) {
    if (held == 0 || now - dueAt < 0) {
      return 0;
    }
    dueAt = now + interval;
    int leave;
    if (held > othersInFlight) {
      owed = 0;
      leave = Math.min((held + PART - 1) / PART, (held - othersInFlight + 1) / 2);
    } else {
      owed += held;
      leave = owed / PART_OF_LITTLE;
      owed %= PART_OF_LITTLE;
    }
    if (leave > 0) {
      // What is granted comes on top of what is in flight, and would take this back.
      modestUntil = now + MODESTY;
    }
    return leave;
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
