package dev.spillway.lb.exchange;

import dev.spillway.state.ExchangeAnswer;
import java.util.concurrent.TimeUnit;

/**
 * Decides when the exchanges of one admission are had: one at a time; what asks for another
 * meanwhile is served together by the next. Times are those of {@link System#nanoTime()}.
 */
final class ExchangeTurns {
  /** What is given back to others is gathered for so long, rather than sent one by one. */
  static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(5);

  /** No exchange is to be had for now. */
  static final long NONE = Long.MAX_VALUE;

  private final Pace pace = new Pace();
  private boolean underWay;
  private boolean againAtOnce;
  private boolean againInPace;

  boolean underWay() {
    return underWay;
  }

  /** Whether an exchange is to be had now; if not, it is when the one under way is over. */
  boolean atOnce() {
    againAtOnce |= underWay;
    return !underWay;
  }

  /**
   * Nanoseconds until an exchange that somebody wants; 0 for now, {@link #NONE} while one is under
   * way.
   *
   * @param waiting how many requests wait here
   * @param owes whether other gateways are to have something that was freed here
   */
  long inPace(int waiting, boolean owes, long now) {
    if (underWay) {
      againInPace = true;
      return NONE;
    }
    long delay = waiting > 0 ? pace.delay(now) : GATHERING;
    return owes ? Math.min(delay, GATHERING) : delay;
  }

  void begun() {
    underWay = true;
    againAtOnce = false;
    againInPace = false;
  }

  /**
   * An exchange was answered. Where it leaves permits that nobody else waits for, this gateway had
   * asked for less than it could have, for others' sake who now wait no more: the next may follow
   * soon.
   *
   * @param served how many requests got a permit by it
   * @param waiting how many wait even now
   */
  void answered(ExchangeAnswer answer, int served, int waiting, long now) {
    if (waiting == 0) {
      pace.allServed();
    } else if (served > 0 || leavesSome(answer)) {
      pace.someServed(now);
    } else {
      pace.noneServed(now);
    }
  }

  private static boolean leavesSome(ExchangeAnswer answer) {
    return answer.share().free() > 0 && answer.waitingElsewhere() == 0;
  }

  void failed(long now) {
    pace.failed(now);
  }

  /** The exchange is over; nanoseconds until the next one, as {@link #inPace}. */
  long over(int waiting, boolean owes, long now) {
    underWay = false;
    if (againAtOnce) {
      return 0;
    }
    return againInPace || waiting > 0 ? inPace(waiting, owes, now) : NONE;
  }
}
