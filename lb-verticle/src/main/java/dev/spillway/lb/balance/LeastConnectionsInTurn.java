package dev.spillway.lb.balance;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The least loaded server; of several, one that is on duty; of several that are not, the one that
 * was on duty longest ago, which comes on duty by that. Duty ends for all at once, after {@value
 * #SHIFT_MILLIS} ms. So all servers get the same share, also where there is little to do, but in
 * such short time it is given to no more of them than it takes, and a request meets a connection
 * that was used a moment ago.
 */
final class LeastConnectionsInTurn extends CandidateHeap {
  /** Below what a person sees as a pause, so that requests sent one by one still go round. */
  static final long SHIFT_MILLIS = 10;

  private static final long SHIFT_NANOS = TimeUnit.MILLISECONDS.toNanos(SHIFT_MILLIS);

  private final LongSupplier clock;
  private long duties;
  private long dutiesBeforeShift;
  private long shiftBegan;

  /**
   * Without a candidate.
   *
   * @param clock monotonic nanoseconds
   */
  LeastConnectionsInTurn(LongSupplier clock) {
    this.clock = clock;
    this.shiftBegan = clock.getAsLong();
  }

  @Override
  boolean before(Candidate a, Candidate b) {
    int difference = Integer.compare(a.load(), b.load());
    if (difference == 0) {
      difference = Boolean.compare(onDuty(b), onDuty(a));
    }
    if (difference == 0) {
      difference = Long.compare(a.turn, b.turn);
    }
    return difference != 0 ? difference < 0 : a.ordinal() < b.ordinal();
  }

  private boolean onDuty(Candidate candidate) {
    return candidate.turn > dutiesBeforeShift;
  }

  /** It finds its new place when its load is told to have risen. */
  @Override
  public Candidate pick() {
    changeShifts(clock.getAsLong());
    Candidate chosen = first();
    if (chosen != null && !onDuty(chosen)) {
      duties++;
      chosen.turn = duties;
    }
    return chosen;
  }

  private void changeShifts(long now) {
    if (now - shiftBegan >= SHIFT_NANOS) {
      shiftBegan = now;
      dutiesBeforeShift = duties;
      restore();
    }
  }
}
