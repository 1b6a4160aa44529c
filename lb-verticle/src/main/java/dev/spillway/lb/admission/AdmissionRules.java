package dev.spillway.lb.admission;

import dev.spillway.config.OutagePolicy;
import java.time.Duration;

/**
 * The bounds of an admission.
 *
 * @param maxWaiting requests that may wait at once; 0: none waits
 * @param maxWait how long a request may wait
 * @param lease how long permits may be spent after the sending of the last report that was answered
 * @param onOutage what to do when the lease is over and the shared state can't be reached
 */
public record AdmissionRules(
    int maxWaiting, Duration maxWait, Duration lease, OutagePolicy onOutage) {

  /** How long a server that could not be reached is passed over while there are others. */
  static final Duration ASIDE = Duration.ofSeconds(1);

  /** How often the gateway reports even if nobody asks it to. */
  public Duration heartbeat() {
    return lease.dividedBy(5);
  }

  /** For how long others' wish for permits counts; they repeat it more often while it lasts. */
  Duration othersWishLasts() {
    return heartbeat().multipliedBy(2);
  }
}
