package dev.spillway.lb.admission;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.PoolConfig.FaultConfig;
import java.time.Duration;

/**
 * The bounds of an admission.
 *
 * @param maxWaiting requests that may wait at once; 0: none waits
 * @param maxWait how long a request may wait
 * @param lease how long permits may be spent after the sending of the last report that was answered
 * @param onOutage what to do when the lease is over and the shared state can't be reached
 * @param faults when a server is passed over while there are others
 */
public record AdmissionRules(
    int maxWaiting, Duration maxWait, Duration lease, OutagePolicy onOutage, FaultConfig faults) {

  /** How long a server that could not be reached is passed over at the least. */
  static final Duration ASIDE = Duration.ofSeconds(1);

  /** A server is passed over only if it can't be reached. */
  public AdmissionRules(int maxWaiting, Duration maxWait, Duration lease, OutagePolicy onOutage) {
    this(maxWaiting, maxWait, lease, onOutage, new FaultConfig(0, ASIDE, 0));
  }

  /** How often the gateway reports even if nobody asks it to. */
  public Duration heartbeat() {
    return lease.dividedBy(5);
  }

  /** For how long others' wish for permits counts; they repeat it more often while it lasts. */
  Duration othersWishLasts() {
    return heartbeat().multipliedBy(2);
  }
}
