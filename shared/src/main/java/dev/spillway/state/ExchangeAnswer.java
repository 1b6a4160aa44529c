package dev.spillway.state;

import java.util.List;

/**
 * What Redis answers in an exchange.
 *
 * @param sequence the report's own number; an answer to any but the newest report is ignored
 * @param accepted false if the report came late or twice and nothing was changed; then all else is
 *     empty
 * @param settling the pool lost its data a moment ago, and the report said that the lease was good:
 *     nothing is granted, and permits on servers not listed here may be kept until the pool has
 *     settled
 * @param grants one entry per READY or DRAINING server. A server without an entry is gone: no
 *     permit of it may be spent (but see {@code settling})
 * @param idleElsewhere permits that other gateways hold without using them
 * @param waitingElsewhere requests that wait at other gateways
 * @param created names of the STARTING records that this exchange made
 * @param starting servers being started, those created now included
 * @param atMaximum demand is left that the maximum of servers doesn't allow to meet
 * @param lastFailure why a server last failed to start, if none has become ready since; else empty
 * @param share what is this gateway's while others wait
 */
public record ExchangeAnswer(
    long sequence,
    boolean accepted,
    boolean settling,
    List<Grant> grants,
    int idleElsewhere,
    int waitingElsewhere,
    List<String> created,
    int starting,
    boolean atMaximum,
    String lastFailure,
    Share share) {

  public ExchangeAnswer {
    grants = List.copyOf(grants);
    created = List.copyOf(created);
  }

  /** One of a pool in which nobody lacks anything. */
  public ExchangeAnswer(
      long sequence,
      boolean accepted,
      boolean settling,
      List<Grant> grants,
      int idleElsewhere,
      int waitingElsewhere,
      List<String> created,
      int starting,
      boolean atMaximum,
      String lastFailure) {
    this(
        sequence,
        accepted,
        settling,
        grants,
        idleElsewhere,
        waitingElsewhere,
        created,
        starting,
        atMaximum,
        lastFailure,
        Share.ALL);
  }

  /**
   * What is a gateway's while others wait: who wants less than its share gets that, all others get
   * the same.
   *
   * @param permits how many permits it may have in all; as many as there are if there is enough for
   *     everybody
   * @param oneMore how many gateways may have one more, since the permits can't be divided evenly:
   *     they take turns
   * @param free permits that nobody holds, after this exchange
   */
  public record Share(int permits, int oneMore, int free) {
    /** There is enough for everybody. */
    public static final Share ALL = new Share(Integer.MAX_VALUE, 0, 0);
  }

  /**
   * What a gateway may have of one server.
   *
   * @param server the server's name
   * @param ordinal its age rank: lower is older; unique within the pool
   * @param state READY, or DRAINING: then only requests in flight may go on
   * @param url where it answers, such as {@code http://172.17.0.2:5000}
   * @param capacity requests in flight at once over all gateways
   * @param mayHold permits this gateway may have from now on, those in flight included; may be less
   *     than what is in flight, which goes on all the same
   * @param othersInFlight requests in flight there from other gateways, as last reported
   */
  public record Grant(
      String server,
      long ordinal,
      ServerState state,
      String url,
      int capacity,
      int mayHold,
      int othersInFlight) {}
}
