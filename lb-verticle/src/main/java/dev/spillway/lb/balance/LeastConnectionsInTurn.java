package dev.spillway.lb.balance;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The least loaded server; of several, one that is on duty; of several that are not, the one that
 * was on duty longest ago, which comes on duty by that. Duty ends for all at once, after {@value
 * #SHIFT_MILLIS} ms. So all servers get the same share, also where there is little to do, but in
 * such short time it is given to no more of them than it takes, and a request meets a connection
 * that was used a moment ago. Those on duty are kept apart, for the same reason: a request touches
 * some of these few, not of all.
 */
final class LeastConnectionsInTurn extends CandidatesWithRoom {
  /** Below what a person sees as a pause, so that requests sent one by one still go round. */
  static final long SHIFT_MILLIS = 10;

  private static final long SHIFT_NANOS = TimeUnit.MILLISECONDS.toNanos(SHIFT_MILLIS);

  private final LongSupplier clock;
  private final CandidateHeap onDuty = new LongestAgo();
  private final CandidateHeap offDuty = new LongestAgo();
  private long duties;
  private long dutiesBeforeShift;
  private long shiftBegan;

  /** Of the least loaded the one that came on duty longest ago. */
  private static final class LongestAgo extends CandidateHeap {
    @Override
    boolean before(Candidate a, Candidate b) {
      int difference = Integer.compare(a.load(), b.load());
      if (difference == 0) {
        difference = Long.compare(a.turn, b.turn);
      }
      return difference != 0 ? difference < 0 : a.ordinal() < b.ordinal();
    }
  }

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
  void insert(Candidate candidate) {
    if (candidate.turn > duties) {
      candidate.turn = 0; // not of this pool's counting, by which it would never go off duty
    }
    among(candidate).insert(candidate);
  }

  @Override
  void delete(Candidate candidate) {
    among(candidate).delete(candidate);
  }

  @Override
  void loadChanged(Candidate candidate) {
    among(candidate).loadChanged(candidate);
  }

  private CandidateHeap among(Candidate candidate) {
    return candidate.turn > dutiesBeforeShift ? onDuty : offDuty;
  }

  /** It finds its new place when its load is told to have risen. */
  @Override
  public Candidate pick() {
    changeShifts(clock.getAsLong());
    Candidate ready = onDuty.first();
    Candidate next = offDuty.first();
    if (next == null || (ready != null && ready.load() <= next.load())) {
      return ready;
    }
    offDuty.delete(next);
    duties++;
    next.turn = duties;
    onDuty.insert(next);
    return next;
  }

  private void changeShifts(long now) {
    if (now - shiftBegan >= SHIFT_NANOS) {
      shiftBegan = now;
      dutiesBeforeShift = duties;
      for (Candidate off = onDuty.first(); off != null; off = onDuty.first()) {
        onDuty.delete(off);
        offDuty.insert(off);
      }
    }
  }
}
