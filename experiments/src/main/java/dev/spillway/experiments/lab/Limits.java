package dev.spillway.experiments.lab;

import java.time.Duration;

/**
 * Within what a pool is scaled.
 *
 * @param delay how long a server takes to answer a request
 * @param maxRequests requests in flight on one server at once, at least 1
 * @param minReplicas servers at least, 1 or more
 * @param maxReplicas servers at the most
 * @param idleTimeout a server that has been idle for so long is stopped
 */
public record Limits(
    Duration delay, int maxRequests, int minReplicas, int maxReplicas, Duration idleTimeout) {

  /** The same with this many servers, no more and no fewer. */
  public Limits fixedAt(int replicas) {
    return new Limits(delay, maxRequests, replicas, replicas, idleTimeout);
  }
}
