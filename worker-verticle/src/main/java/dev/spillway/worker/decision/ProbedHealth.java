package dev.spillway.worker.decision;

import dev.spillway.state.FixedServer.Health;
import java.time.Duration;

/**
 * What probes in a row say of a server that is there without us. One lost packet must not take it
 * out of use, nor one lucky answer put it back; its first probe decides alone.
 */
public final class ProbedHealth {
  /** Failed probes in a row that take a healthy server out of use. */
  static final int FALL = 3;

  /** Successful probes in a row that put it back. */
  static final int RISE = 2;

  /** Least time between probes of a server of which nothing speaks against its health. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  private Health health = Health.UNKNOWN;
  private String reason = "";
  private int against;
  private boolean answered;

  /** What holds now. */
  public Health health() {
    return health;
  }

  /** Why it is unhealthy; else empty. */
  public String reason() {
    return health == Health.UNHEALTHY ? reason : "";
  }

  /** A probe succeeded; answers whether that changes the health. */
  public boolean succeeded() {
    return saw(Health.HEALTHY, RISE);
  }

  /** A probe failed for that reason; answers whether that changes the health. */
  public boolean failed(String why) {
    reason = why;
    return saw(Health.UNHEALTHY, FALL);
  }

  /** It has answered a request: as good as a connection that it accepts. */
  public void answered() {
    answered = true;
  }

  /**
   * How long after the last probe the next is due. Gateways tell at once of a server that they
   * can't use, so one that is healthy need not be probed as often as one that is waited for.
   *
   * @param interval the configured one
   */
  public Duration pause(Duration interval) {
    boolean settled = health == Health.HEALTHY && against == 0;
    return settled && interval.compareTo(SETTLED) < 0 ? SETTLED : interval;
  }

  /**
   * Whether it is to be probed now; asked each time that a probe would be due. One is left out for
   * each time in which it answered, unless the last probe spoke against it.
   */
  public boolean due() {
    boolean leftOut = answered && health == Health.HEALTHY && against == 0;
    answered = false;
    return !leftOut;
  }

  /** Nothing is known any more: somebody else has probed since. */
  public void forget() {
    health = Health.UNKNOWN;
    against = 0;
    answered = false;
  }

  private boolean saw(Health seen, int needed) {
    if (seen == health) {
      against = 0;
      return false;
    }
    against++;
    if (health != Health.UNKNOWN && against < needed) {
      return false;
    }
    health = seen;
    against = 0;
    return true;
  }
}
