package dev.spillway.lb.forward;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watches the time limits of everything one event loop has under way. One timer looks at them,
 * several times a second, in place of a timer for each. A limit begins to count at the first look
 * after it was set, so that setting and moving it, which each request does several times, reads no
 * clock: it is never noticed early, and at most two {@linkplain #period() periods} late.
 *
 * <p>Those that have long to go, as ten thousand connections that rest, are looked at in turn, a
 * small part of them each time. For one thread.
 */
public final class TimeLimits {
  /** In so many periods each of those far off is looked at once. */
  private static final int TURN = 20;

  /** Who is looked at first in one turn and last in the next must not be late by then. */
  private static final int FAR = 2 * TURN;

  private final LongSupplier nanoClock;
  private final Duration period;
  private final long periodNanos;
  private final Limited near = new Ends();
  private final Limited far = new Ends();
  private final Limited turnEnds = new Ends(); // in the list of those far off
  private int farOff;
  private int share; // of them, for each period of this turn
  private long lookedAt;

  /**
   * Nothing is watched yet.
   *
   * @param period how often {@link #sweep()} will be called
   * @param nanoClock monotonic nanoseconds
   */
  public TimeLimits(Duration period, LongSupplier nanoClock) {
    this.period = period;
    this.periodNanos = period.toNanos();
    this.nanoClock = nanoClock;
    this.lookedAt = nanoClock.getAsLong();
    turnEnds.linkBefore(far);
  }

  /** Starts to look; ends with the verticle that called this. */
  public void start(Vertx vertx) {
    vertx.setPeriodic(period.toMillis(), id -> sweep());
  }

  /** The time between two looks. */
  public Duration period() {
    return period;
  }

  /**
   * When it last looked, in the clock's nanoseconds: for who need not know the time better than to
   * a {@linkplain #period() period}.
   */
  public long lookedAt() {
    return lookedAt;
  }

  /** Watches it from now on. */
  public void watch(Limited limited) {
    limited.owner = this;
    limited.linkBefore(near);
  }

  /** Tells everything whose limit is over; what is added meanwhile is looked at the next time. */
  void sweep() {
    long now = nanoClock.getAsLong();
    long periods = (now - lookedAt + periodNanos - 1) / periodNanos;
    lookedAt = now;
    for (long i = Math.max(1, Math.min(periods, FAR)); i > 0; i--) {
      lookAtShare(now);
    }
    lookAtNear(now);
  }

  private void lookAtShare(long now) {
    for (int i = share; i > 0 && far.next != turnEnds; i--) {
      Limited limited = far.next;
      limited.unlink();
      limited.linkBefore(far);
      limited.look(now);
      if (limited.far && !limited.isFar(now)) {
        bringNear(limited);
      }
    }
    if (far.next == turnEnds) {
      turnEnds.unlink();
      turnEnds.linkBefore(far);
      share = (farOff + TURN - 1) / TURN;
    }
  }

  private void lookAtNear(long now) {
    Limited limited = near.next;
    while (limited != near) {
      Limited next = limited.next;
      limited.look(now);
      // It may have taken its neighbour out; then start over, which is rare and cheap.
      boolean gone = next.owner == null && next != near;
      if (limited.owner != null && limited.isFar(now)) {
        limited.unlink();
        limited.linkBefore(far);
        limited.far = true;
        farOff++;
      }
      limited = gone ? near.next : next;
    }
  }

  private void bringNear(Limited limited) {
    limited.unlink();
    limited.linkBefore(near);
    limited.far = false;
    farOff--;
  }

  /** Something with a time limit, and a link of the list of all of them. */
  public abstract static class Limited {
    private TimeLimits owner;
    private Limited previous = this;
    private Limited next = this;
    private Duration allowed; // null: no limit
    private boolean counts;
    private boolean far;
    private long due;

    /** Sets the limit to that long from now. Needs {@link TimeLimits#watch}. */
    protected final void limit(Duration duration) {
      if (owner != null) {
        allowed = duration;
        counts = false;
        if (far) {
          owner.bringNear(this);
        }
      }
    }

    /** Takes the limit away. */
    protected final void unlimited() {
      allowed = null;
    }

    private void look(long now) {
      if (allowed == null) {
        return;
      }
      if (!counts) {
        due = now + allowed.toNanos();
        counts = true;
      }
      if (now - due >= 0) {
        allowed = null;
        expired();
      }
    }

    /** Right after it was looked at. */
    private boolean isFar(long now) {
      return allowed == null || (counts && due - now > FAR * owner.periodNanos);
    }

    /** Ends the watch. */
    protected final void unwatch() {
      if (owner != null) {
        if (far) {
          owner.farOff--;
          far = false;
        }
        unlink();
        owner = null;
      }
    }

    private void linkBefore(Limited other) {
      previous = other.previous;
      next = other;
      other.previous.next = this;
      other.previous = this;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
      // Else those that were collected late would keep all that came after them.
      previous = this;
      next = this;
    }

    /** The limit is over. It is not set any more. */
    protected abstract void expired();
  }

  private static final class Ends extends Limited {
    @Override
    protected void expired() {}
  }
}
