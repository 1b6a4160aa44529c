package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** A clock for the scripts that stands still until a test moves it. */
final class TestClock {
  /** The scripts with this clock in place of Redis' own. */
  static final PoolScripts SCRIPTS =
      PoolScripts.withClock(
          """
          local function clock()
            return tonumber(redis.call('GET', 'test-clock'))
          end
          """);

  static final long START = 1_800_000_000_000L;

  private final RedisConnection connection;
  private long now = START;

  TestClock(Vertx vertx, String url) {
    connection = await(Redis.createClient(vertx, url).connect());
    set();
  }

  long now() {
    return now;
  }

  void advance(long millis) {
    now += millis;
    set();
  }

  /** Loses all of Redis' data but the time. */
  void loseData() {
    send(Request.cmd(Command.FLUSHALL));
    advance(1); // No two lives of the data begin at the same moment.
  }

  /** Sends a call beside those of the state. */
  Response send(Request request) {
    return await(connection.send(request));
  }

  private void set() {
    send(Request.cmd(Command.SET).arg("test-clock").arg(now));
  }
}
