package dev.spillway.state;

/**
 * Whether an idle server may be drained.
 *
 * @param outcome what was decided
 * @param remainingMillis for {@link Outcome#NOT_IDLE}: after how long it is worth asking again, at
 *     least 1; else 0
 */
public record DrainDecision(Outcome outcome, long remainingMillis) {

  /** What was decided. */
  public enum Outcome {
    /** It is DRAINING now. */
    DRAINING,
    /** It was used too recently, or is in use. */
    NOT_IDLE,
    /** The pool would fall below its minimum. */
    AT_MINIMUM,
    /** The pool settles: nothing is stopped. */
    SETTLING,
    /** There is no such record, or it is not READY. */
    NOT_READY
  }
}
