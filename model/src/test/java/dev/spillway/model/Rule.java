package dev.spillway.model;

/** The rules of the protocol that a search can leave out, to see what breaks. */
enum Rule {
  /** A gateway whose lease is over lapses. */
  LEASES_LAPSE,
  /** A sequence number not above the last changes nothing. */
  OLD_REPORTS_CHANGE_NOTHING,
  /** Sequence numbers are kept when the lease is over. */
  NUMBERS_OUTLIVE_THE_LEASE,
  /** What a gateway says that it holds counts for nothing if it had lapsed. */
  WHO_LAPSED_HOLDS_NOTHING,
  /** While the pool settles, a gateway is believed only if its lease is good by its own clock. */
  BELIEVED_ONLY_WITH_A_LEASE,
  /** A live gateway is never believed to hold more than is recorded for it. */
  NEVER_MORE_THAN_RECORDED,
  /** On a server that drains, what is in flight may go on, but is no permit where it was none. */
  IN_FLIGHT_IS_NO_PERMIT,
  /** What is in flight counts as granted, whatever may be held. */
  IN_FLIGHT_COUNTS,
  /**
   * A number that Redis lowers is recorded once the gateway reports it, not when it is answered.
   */
  RECORDED_UNTIL_GIVEN_UP,
  /** A report of a gateway that Redis doesn't know, but that had answers, makes the pool settle. */
  STRANGERS_MAKE_IT_SETTLE,
  /** DRAINING servers turn READY before any is started. */
  DRAINING_COMES_BACK_FIRST,
  /** No permit is granted above capacity. */
  GRANTS_WITHIN_CAPACITY,
  /** Permits are granted on READY servers alone. */
  GRANTS_ON_READY_ONLY,
  /** Nothing is granted while the pool settles. */
  NO_GRANTS_WHILE_SETTLING,
  /** Idle permits of others are asked back before anything is started. */
  IDLE_ELSEWHERE_FIRST,
  /** Servers that start already count towards what is to be started. */
  STARTING_COUNTS,
  /** Nothing is started beyond the maximum. */
  WITHIN_THE_MAXIMUM,
  /** A gateway may hold no more than others leave of the capacity. */
  OTHERS_COUNT,
  /** To a gateway whose lease is over the pool doesn't settle. */
  SETTLES_FOR_LEASES_ONLY,
  /** A gateway lowers what it holds before it says so. */
  LOWERED_BEFORE_SAID,
  /** An answer to an older report is ignored. */
  NEWEST_ANSWER_ONLY,
  /** An answer of a pool that settles counts only if the lease held until it came. */
  SETTLING_ANSWERS_COME_IN_TIME,
  /** The lease counts from the moment of sending. */
  LEASE_FROM_SENDING,
  /** Past the lease nothing is spent. */
  SPENT_WITHIN_THE_LEASE,
  /** Servers that an answer doesn't list are let go of. */
  UNLISTED_IS_GONE,
  /** Draining leaves the minimum. */
  DRAINING_LEAVES_THE_MINIMUM,
  /** A server is stopped only with no permit recorded on it. */
  STOPPED_WITHOUT_PERMITS,
  /** Nothing is stopped while the pool settles. */
  NO_STOP_WHILE_SETTLING,
  /** When a server is adopted, the pool settles. */
  ADOPTING_SETTLES,
  /** A sweep that sees another birth token than before makes the pool settle. */
  SWEEPS_NOTICE_LOSS,
  /** Nothing is started before a worker's first round in this life of the data. */
  NO_START_BEFORE_A_SWEEP,
  /** Nothing is started while the pool settles. */
  NO_START_WHILE_SETTLING
}
