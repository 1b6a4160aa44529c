package dev.spillway.launcher.servers;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.monitor.PoolsView;
import dev.spillway.state.SharedState;
import dev.spillway.state.redis.RedisSharedState;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;

/** Reads the pools from Redis. */
public final class RedisPools {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private RedisPools() {}

  /** Blocks; fails if Redis can't be reached. */
  public static JsonArray read(SpillwayConfig config) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      SharedState state =
          Waiting.await(
              RedisSharedState.connect(vertx, config.redis()), TIMEOUT, "connecting to Redis");
      return Waiting.await(new PoolsView(config, state).read(), TIMEOUT, "reading the pools");
    } finally {
      Waiting.await(vertx.close(), TIMEOUT, "closing");
    }
  }
}
