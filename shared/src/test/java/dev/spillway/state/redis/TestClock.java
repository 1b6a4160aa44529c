package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;

/** A clock for the scripts that stands still until a test moves it. */
final class TestClock {
  /** The scripts with this clock in place of Redis' own. */
  static final PoolScripts SCRIPTS =
      PoolScripts.withClock(
          """
          local function clock()
            return tonumber(redis.call('GET', 'test-clock'))
          end
          local function serverRun()
            return redis.call('GET', 'test-run')
          end
          """);

  static final long START = 1_800_000_000_000L;

  private final RedisConnection connection;
  private final Map<String, Buffer> saved = new HashMap<>();
  private long now = START;
  private int run;

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

  /** Keeps a copy of the data as it is now, in place of an earlier one. */
  void save() {
    saved.clear();
    for (Response key : send(Request.cmd(Command.KEYS).arg("spillway:*"))) {
      Response value = send(Request.cmd(Command.DUMP).arg(key.toString()));
      saved.put(key.toString(), value.toBuffer());
    }
  }

  /** As when Redis is started with the copy, or a replica that had no more takes over. */
  void comeBackWithWhatWasSaved() {
    run++;
    loseData();
    saved.forEach((key, value) -> send(Request.cmd(Command.RESTORE).arg(key).arg(0).arg(value)));
  }

  /** Whether nobody has noticed yet that a pool's data came back. */
  boolean cameBackUnnoticed(String pool) {
    Response noticed =
        send(Request.cmd(Command.HGET).arg("spillway:{" + pool + "}:meta").arg("run"));
    return noticed != null && noticed.toInteger() != run;
  }

  /** Sends a call beside those of the state. */
  Response send(Request request) {
    return await(connection.send(request));
  }

  private void set() {
    send(Request.cmd(Command.SET).arg("test-clock").arg(now));
    send(Request.cmd(Command.SET).arg("test-run").arg(run));
  }
}
