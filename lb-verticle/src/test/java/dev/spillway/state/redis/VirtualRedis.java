package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.PoolState;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;

/** The real scripts on a real Redis, but for their clock, which a test sets. */
public final class VirtualRedis implements AutoCloseable {
  private static final String CLOCK =
      """
      local function clock()
        return tonumber(redis.call('GET', 'test-clock'))
      end
      local function serverRun()
        return 'only'
      end
      """;
  private static final long START = 1_800_000_000_000L;

  private final RedisConnection connection;
  private final RedisSharedState state;
  private long set = -1;

  public VirtualRedis(Vertx vertx, String url, Duration lease) {
    this.connection = await(Redis.createClient(vertx, url).connect());
    RedisConfig config = new RedisConfig(url, OutagePolicy.SERVE, Duration.ofSeconds(30), lease);
    this.state = await(RedisSharedState.connect(vertx, config, PoolScripts.withClock(CLOCK)));
  }

  public PoolState pool(String name) {
    return state.pool(name);
  }

  /** It is so many milliseconds after the beginning. */
  public void setClock(long millis) {
    if (millis != set) {
      set = millis;
      await(connection.send(Request.cmd(Command.SET).arg("test-clock").arg(START + millis)));
    }
  }

  @Override
  public void close() {
    await(state.close());
    await(connection.close());
  }
}
