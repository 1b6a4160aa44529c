package dev.spillway.lb.admission;

import dev.spillway.config.OutagePolicy;

/**
 * Whether permits may be spent at a given time. Counted from the moment a report was sent, not
 * answered, so that it never ends later here than in the shared state. Times are those of {@link
 * System#nanoTime()}.
 */
final class Lease {
  private final long length;
  private final boolean servesInOutage;
  private boolean everGranted;
  private long end;
  private boolean outage;

  Lease(AdmissionRules rules) {
    this.length = rules.lease().toNanos();
    this.servesInOutage = rules.onOutage() == OutagePolicy.SERVE;
  }

  /** A report sent at that time was answered. */
  void renew(long sentAt) {
    everGranted = true;
    end = sentAt + length;
    outage = false;
  }

  /** The shared state was reached, but answered nothing that renews the lease. */
  void reached() {
    outage = false;
  }

  /** The last report could not be delivered. */
  void unreachable() {
    outage = true;
  }

  /** Nothing may be spent any more before the next {@link #renew}. */
  void giveUp() {
    everGranted = false;
    outage = false;
  }

  boolean good(long now) {
    return everGranted && now - end < 0;
  }

  /** Whether a permit in hand may be spent. */
  boolean maySpend(long now) {
    return good(now) || (outage && servesInOutage);
  }

  /** Whether a request is to be refused rather than wait, because of an outage. */
  boolean refuses(long now) {
    return outage && !servesInOutage && !good(now);
  }

  boolean outage() {
    return outage;
  }
}
