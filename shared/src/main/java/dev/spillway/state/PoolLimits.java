package dev.spillway.state;

import java.time.Duration;

/**
 * The bounds within which a pool is scaled.
 *
 * @param minServers READY servers that scale-down leaves, at least 0
 * @param maxServers servers of any state at the most; 0: none is ever started
 * @param capacity requests in flight on one server over all gateways, at least 1
 * @param lease how long a gateway's hold lasts after its last exchange
 */
public record PoolLimits(int minServers, int maxServers, int capacity, Duration lease) {

  public PoolLimits {
    if (minServers < 0 || maxServers < 0 || minServers > maxServers || capacity < 1) {
      throw new IllegalArgumentException(
          "expected 0 <= min <= max and capacity >= 1, found min=%d max=%d capacity=%d"
              .formatted(minServers, maxServers, capacity));
    }
  }

  /** Of a pool with fixed servers: none is started or stopped. */
  public static PoolLimits fixed(int capacity, Duration lease) {
    return new PoolLimits(0, 0, capacity, lease);
  }
}
