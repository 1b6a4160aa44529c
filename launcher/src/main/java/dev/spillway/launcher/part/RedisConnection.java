package dev.spillway.launcher.part;

import dev.spillway.config.RedisConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Patience;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.state.PoolStateException;
import dev.spillway.state.SharedState;
import dev.spillway.state.redis.RedisSharedState;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Connects to Redis at the start of a process; one that doesn't answer yet is given some time. */
final class RedisConnection {
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30));

  private RedisConnection() {}

  /** Blocks until Redis answers; fails if it takes too long, or the URL is malformed. */
  static SharedState open(Vertx vertx, RedisConfig redis) throws InterruptedException {
    return PATIENCE.await("Redis", () -> connect(vertx, redis));
  }

  private static SharedState connect(Vertx vertx, RedisConfig redis) throws InterruptedException {
    try {
      return Waiting.await(
          RedisSharedState.connect(vertx, redis),
          redis.timeout().plusSeconds(10),
          "connecting to Redis");
    } catch (PoolStateException e) {
      CommandFailure failure = CommandFailure.failed(e.getMessage(), e);
      throw e.getCause() instanceof IllegalArgumentException
          ? new Patience.Hopeless(failure)
          : failure;
    }
  }
}
