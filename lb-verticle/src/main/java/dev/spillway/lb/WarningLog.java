package dev.spillway.lb;

import dev.spillway.lb.framing.MessageFault;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Says why the gateway answered for a server, at most once a second for each pool and status, with
 * the number of those not said since. For one thread.
 */
final class WarningLog {
  private static final long QUIET_MILLIS = 1_000;

  private final Logger logger;
  private final LongSupplier clock;
  private final Map<Key, Recent> recent = new HashMap<>();

  private record Key(String pool, int status) {}

  private static final class Recent {
    private long quietUntil;
    private long suppressed;
  }

  WarningLog(Logger logger, LongSupplier clock) {
    this.logger = logger;
    this.clock = clock;
  }

  void answered(String pool, int status, String reason) {
    Recent of = recent.computeIfAbsent(new Key(pool, status), key -> new Recent());
    long now = clock.getAsLong();
    if (now < of.quietUntil) {
      of.suppressed++;
      return;
    }
    logger.warn(
        "event=answered-for-server pool={} status={} suppressed={} cause=\"{}\"",
        pool,
        status,
        of.suppressed,
        reason);
    of.quietUntil = now + QUIET_MILLIS;
    of.suppressed = 0;
  }

  /** Says that a request was refused for what is wrong with it; likewise, for each reason. */
  void refused(MessageFault fault, int status, String client) {
    Recent of = recent.computeIfAbsent(new Key(fault.name(), status), key -> new Recent());
    long now = clock.getAsLong();
    if (now < of.quietUntil) {
      of.suppressed++;
      return;
    }
    logger.warn(
        "event=request-refused reason={} status={} client={} suppressed={}",
        fault,
        status,
        client,
        of.suppressed);
    of.quietUntil = now + QUIET_MILLIS;
    of.suppressed = 0;
  }
}
