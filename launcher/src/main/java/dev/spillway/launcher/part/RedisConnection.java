package dev.spillway.launcher.part;

import dev.spillway.config.RedisConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.state.PoolStateException;
import dev.spillway.state.SharedState;
import dev.spillway.state.redis.RedisSharedState;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to Redis at the start of a process. Processes of one installation start in any order, so
 * a Redis that doesn't answer yet is given some time.
 */
final class RedisConnection {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private RedisConnection() {}

  /** Blocks until Redis answers; fails if it takes too long, or the URL is malformed. */
  static SharedState open(Vertx vertx, RedisConfig redis) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (boolean told = false; ; told = true) {
      try {
        return Waiting.await(
            RedisSharedState.connect(vertx, redis),
            redis.timeout().plusSeconds(10),
            "connecting to Redis");
      } catch (PoolStateException e) {
        boolean hopeless = e.getCause() instanceof IllegalArgumentException;
        if (hopeless || System.nanoTime() > deadline) {
          throw CommandFailure.failed(e.getMessage(), e);
        }
        if (!told) {
          LOG.warn("waiting for Redis seconds={} reason={}", PATIENCE.toSeconds(), e.getMessage());
        }
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
