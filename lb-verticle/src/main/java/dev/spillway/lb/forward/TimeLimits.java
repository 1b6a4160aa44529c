package dev.spillway.lb.forward;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watches the time limits of everything one event loop has under way. One timer looks at all of
 * them, several times a second, in place of a timer for each. A limit begins to count at the first
 * look after it was set, so that setting and moving it, which each request does several times,
 * reads no clock: it is never noticed early, and at most two {@linkplain #period() periods} late.
 * For one thread.
 */
public final class TimeLimits {
  private final LongSupplier nanoClock;
  private final Duration period;
  private final Limited ends = new Ends();
  private long lookedAt;

  /**
   * Nothing is watched yet.
   *
   * @param period how often {@link #sweep()} will be called
   * @param nanoClock monotonic nanoseconds
   */
  public TimeLimits(Duration period, LongSupplier nanoClock) {
    this.period = period;
    this.nanoClock = nanoClock;
    this.lookedAt = nanoClock.getAsLong();
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
    limited.previous = ends.previous;
    limited.next = ends;
    ends.previous.next = limited;
    ends.previous = limited;
  }

  /** Tells everything whose limit is over; what is added meanwhile is looked at the next time. */
  void sweep() {
    long now = nanoClock.getAsLong();
    lookedAt = now;
    Limited limited = ends.next;
    while (limited != ends) {
      Limited next = limited.next;
      limited.look(now);
      // It may have taken its neighbour out; then start over, which is rare and cheap.
      limited = next.owner == null && next != ends ? ends.next : next;
    }
  }

  /** Something with a time limit, and a link of the list of all of them. */
  public abstract static class Limited {
    private TimeLimits owner;
    private Limited previous = this;
    private Limited next = this;
    private Duration allowed; // null: no limit
    private boolean counts;
    private long due;

    /** Sets the limit to that long from now. Needs {@link TimeLimits#watch}. */
    protected final void limit(Duration duration) {
      if (owner != null) {
        allowed = duration;
        counts = false;
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

    /** Ends the watch. */
    protected final void unwatch() {
      if (owner != null) {
        previous.next = next;
        next.previous = previous;
        // Else those that were collected late would keep all that came after them.
        previous = this;
        next = this;
        owner = null;
      }
    }

    /** The limit is over. It is not set any more. */
    protected abstract void expired();
  }

  private static final class Ends extends Limited {
    @Override
    protected void expired() {}
  }
}
