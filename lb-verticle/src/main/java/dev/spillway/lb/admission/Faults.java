package dev.spillway.lb.admission;

import dev.spillway.config.PoolConfig.FaultConfig;

/**
 * When a server that fails is passed over, and for how long: shortly whenever it can't be reached;
 * long once it has failed so often in a row, and longer each time that it fails again after that,
 * until it serves a request. Guarded by the pool's lock.
 */
final class Faults {
  private static final int MOST_TIMES = 6;

  private final int inARow;
  private final long aside;

  Faults(FaultConfig config) {
    this.inARow = config.failures() == 0 ? Integer.MAX_VALUE : config.failures();
    this.aside = config.aside().toNanos();
  }

  /**
   * A server failed a request; answers for how long it is to be passed over from now on, in
   * nanoseconds; 0: not at all.
   *
   * @param unreachable whether it couldn't even be reached
   */
  long failed(ServerPermits server, boolean unreachable) {
    server.failures = Math.min(server.failures + 1, inARow);
    long least = unreachable ? AdmissionRules.ASIDE.toNanos() : 0;
    if (server.failures < inARow) {
      return least;
    }
    // What was in flight when it was set aside fails with it, and is no further failure.
    if (!server.aside || server.setAsides == 0) {
      server.setAsides++;
    }
    long times = Math.min(1L << Math.min(server.setAsides - 1, 3), MOST_TIMES);
    return Math.max(least, aside * times);
  }

  /** A server served a request. */
  static void served(ServerPermits server) {
    server.failures = 0;
    server.setAsides = 0;
  }
}
