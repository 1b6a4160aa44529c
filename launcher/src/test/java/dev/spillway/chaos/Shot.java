package dev.spillway.chaos;

/**
 * One request and what came of it. Times are nanoseconds of the monotonic clock.
 *
 * @param id unique to the run
 * @param gateway the part it was sent to
 * @param idempotent whether it may be repeated (GET, else POST)
 * @param millis how long its server is to take
 * @param sent when it was sent
 * @param ended when all of it was known
 * @param outcome how it ended
 * @param status the status that was answered, 0 for none
 * @param text the body; or why there is none
 */
record Shot(
    String id,
    Part gateway,
    boolean idempotent,
    int millis,
    long sent,
    long ended,
    Outcome outcome,
    int status,
    String text) {

  /** How a request ended. */
  enum Outcome {
    /** One whole response, and nothing after it. */
    ANSWERED,
    /** The connection ended without a response. */
    CUT,
    /** The connection ended in the midst of a response. */
    CUT_IN_ANSWER,
    /** No connection could be made. */
    REFUSED,
    /** More than one response, or something that is none. */
    GARBAGE,
    /** Nothing for longer than anything may take. */
    HUNG
  }

  /** For the log of a run. */
  String line() {
    return "%s %s %s %d ms, sent %d, ended %d, %s %d %s"
        .formatted(
            id,
            gateway.name(),
            idempotent ? "GET" : "POST",
            millis,
            sent,
            ended,
            outcome,
            status,
            text.strip());
  }
}
