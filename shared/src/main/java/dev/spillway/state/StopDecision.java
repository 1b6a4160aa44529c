package dev.spillway.state;

/** Whether a drained server may be stopped. */
public enum StopDecision {
  /** It is STOPPING now, and the asking worker is to stop it. */
  STOP,
  /** A gateway still holds permits of it. */
  IN_USE,
  /** The pool settles: nothing is stopped. */
  SETTLING,
  /** Another worker stops it. */
  CLAIMED,
  /** It is not DRAINING: demand returned, or it is gone. */
  NOT_DRAINING
}
