package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import java.time.Duration;
import java.util.Optional;

/**
 * A pool whose servers this worker starts and stops.
 *
 * @param config what an operator set
 * @param limits the bounds, as the state takes them
 * @param state the pool's records
 */
record ScaledPool(PoolConfig config, PoolLimits limits, PoolState state) {
  /** What a call of the runtime may take beyond what it waits for; then it counts as failed. */
  static final Duration RUNTIME_DELAY = Duration.ofSeconds(10);

  static PoolLimits limits(PoolConfig pool, SpillwayConfig config) {
    return new PoolLimits(
        pool.minReplicas(), pool.maxReplicas(), pool.maxRequests(), config.redis().lease());
  }

  String name() {
    return config.name();
  }

  /**
   * How long a start may hold its record: until it is healthy, or, if it fails, until what is left
   * of it is stopped. A worker that goes silent loses its claims earlier.
   */
  Duration startClaim() {
    return config.health().timeout().plus(config.stopTimeout()).plus(RUNTIME_DELAY.multipliedBy(3));
  }

  /** How long a stop may hold its record. */
  Duration stopClaim() {
    return config.stopTimeout().plus(RUNTIME_DELAY);
  }

  /**
   * Why nothing can be started for a pool by a runtime of that kind; empty if it can. Without this
   * look, each wanted server would fail by itself, again and again.
   */
  static Optional<String> obstacle(PoolConfig pool, String runtimeKind) {
    boolean docker = runtimeKind.equals("docker");
    if (pool.image().isEmpty() && pool.command().isEmpty()) {
      return Optional.of("it has neither an image nor a command");
    }
    if (docker && pool.image().isEmpty()) {
      return Optional.of("it has no image, and servers are containers (runtime docker)");
    }
    if (runtimeKind.equals("process") && pool.command().isEmpty()) {
      return Optional.of("it has no command, and servers are local processes (runtime process)");
    }
    return Optional.empty();
  }
}
