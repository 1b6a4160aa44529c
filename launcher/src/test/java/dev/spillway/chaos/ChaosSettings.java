package dev.spillway.chaos;

import java.time.Duration;
import java.util.Set;

/**
 * How a run is to be.
 *
 * @param seed what faults and load are drawn from
 * @param length how long the load goes on
 * @param perSecond requests per second in the mean
 * @param lease {@code redis.lease}
 * @param faultEvery the mean time between two faults
 * @param cluster whether the parts share an event bus; else Redis is all they share
 * @param kinds the faults that are drawn from
 */
record ChaosSettings(
    long seed,
    Duration length,
    int perSecond,
    Duration lease,
    Duration faultEvery,
    boolean cluster,
    Set<FaultKind> kinds) {

  static final int GATEWAYS = 3;
  static final int WORKERS = 2;
  static final int MINIMUM = 1;
  static final int MAXIMUM = 5;
  static final int CAPACITY = 4;
  static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(30);

  /** The installation's name, of this run alone. */
  String instance() {
    return "chaos-" + ProcessHandle.current().pid() + "-" + Long.toString(seed, 36);
  }
}
