package dev.spillway.lb.admission;

import java.util.function.Consumer;

/**
 * The way into one pool: a request enters, and is told when it has a permit or why it gets none.
 * One per pool and process, shared by all event loops; safe for use by several threads. Nothing
 * here waits; each call holds a lock for O(log n) in the number of servers at the most.
 */
public interface Admission {

  /**
   * Asks for a permit.
   *
   * @param decision called exactly once unless the ticket is cancelled: before this method returns
   *     if it can be decided at once, else later on the thread that frees the permit. Must be short
   *     and not throw; whoever needs a certain thread hops there itself. On {@link
   *     Decision.Granted} the receiver owes a {@link Permit#release()}.
   */
  Ticket enter(Consumer<Decision> decision);

  /**
   * Asks for a permit again for a request that had one of a server that failed it, ahead of those
   * that wait. Prefers any other server, but takes the same one rather than none.
   */
  Ticket reenter(String failedServer, Consumer<Decision> decision);

  /** A request's place in the queue. */
  interface Ticket {
    /**
     * Leaves the queue. True: the decision will not be called any more. False: it has been, or is
     * being; a permit it carries must be released.
     */
    boolean cancel();
  }

  /** What became of a request that entered. */
  sealed interface Decision {
    /** It may go to the permit's server. */
    record Granted(Permit permit) implements Decision {}

    /** It may not. */
    record Refused(Reason reason, String detail) implements Decision {}

    /** Why a request gets no permit. */
    enum Reason {
      /** As many requests wait as may. */
      QUEUE_FULL,
      /** It waited for as long as it may. */
      QUEUE_TIMEOUT,
      /** Redis can't be reached, and the configuration says not to serve then. */
      STATE_UNREACHABLE,
      /** The gateway is shutting down and gave up waiting. */
      SHUTTING_DOWN
    }
  }

  /** The right to have one request in flight on one server. Safe for use by several threads. */
  interface Permit {
    /** The server's name. */
    String server();

    /** Where it answers, such as {@code http://172.17.0.2:5000}. The same object for one server. */
    String url();

    /**
     * Gives the permit back: the server served the request, or what became of it is no fault of
     * its. Every call but the first does nothing.
     */
    void release();

    /**
     * Gives the permit back after the server failed: it sent no whole answer, or none in time. One
     * that has done so too often in a row is set aside. Every call but the first of this and the
     * others does nothing.
     *
     * @return whether the server was set aside because of this
     */
    boolean releaseFailed();

    /**
     * Gives the permit back and sets the server aside: it could not be reached. Every call but the
     * first of this and the others does nothing.
     */
    void releaseUnreachable();
  }
}
