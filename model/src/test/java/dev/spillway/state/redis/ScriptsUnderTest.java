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
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real scripts on a real Redis, but for their clock, which stands still until it is moved. */
public final class ScriptsUnderTest implements AutoCloseable {
  private static final String CLOCK =
      """
      local function clock()
        return tonumber(redis.call('GET', 'test-clock'))
      end
      local function serverRun()
        return 'only'
      end
      """;
  private static final String DUMP =
      """
      local lines = {}
      local now = tonumber(redis.call('GET', 'test-clock'))
      local base = 'spillway:{web}:'
      local function each(key, tell)
        local flat = redis.call('HGETALL', key)
        for i = 1, #flat, 2 do tell(flat[i], flat[i + 1]) end
      end
      local function line(...) table.insert(lines, table.concat({...}, '|')) end
      local function left(time) return string.format('%d', math.max(0, time - now)) end
      each(base .. 'servers', function(name, json)
        local s = cjson.decode(json)
        line('server', name, s.ordinal, s.state, s.worker, left(s.claimUntil))
      end)
      each(base .. 'granted', function(name, n) line('granted', name, n) end)
      each(base .. 'inflight', function(name, n) line('inflight', name, n) end)
      each(base .. 'gateways', function(name, json)
        local g = cjson.decode(json)
        line('gateway', name, left(g.leaseUntil), g.waiting, g.asks, g.promised, g.granted)
      end)
      each(base .. 'seq', function(name, text)
        line('seq', name, string.match(text, '^%d+'))
      end)
      for _, key in ipairs(redis.call('KEYS', base .. 'permits:*')) do
        each(key, function(server, text)
          line('permit', string.sub(key, #base + 9), server, (string.gsub(text, ':', '|')))
        end)
      end
      line('settling', left(tonumber(redis.call('HGET', base .. 'meta', 'settlingUntil') or 0)))
      line('retry', left(tonumber(redis.call('HGET', base .. 'meta', 'retryAt') or 0)))
      line('failures', redis.call('HGET', base .. 'meta', 'failures') or 0)
      return lines
      """;

  private final Vertx vertx;
  private final String url;
  private final RedisConnection connection;
  private final List<RedisSharedState> states = new ArrayList<>();
  private long now = 1_800_000_000_000L;

  public ScriptsUnderTest(Vertx vertx, String url) {
    this.vertx = vertx;
    this.url = url;
    this.connection = await(Redis.createClient(vertx, url).connect());
    setClock();
  }

  /** The pool {@code web} as one more process sees it. */
  public PoolState process() {
    RedisConfig config =
        new RedisConfig(url, OutagePolicy.SERVE, Duration.ofSeconds(30), Duration.ofSeconds(3));
    RedisSharedState state =
        await(RedisSharedState.connect(vertx, config, PoolScripts.withClock(CLOCK)));
    states.add(state);
    return state.pool("web");
  }

  public void advance(long millis) {
    now += millis;
    setClock();
  }

  /** Loses everything but the time, which goes on a little: no two lives begin at one moment. */
  public void loseData() {
    await(connection.send(Request.cmd(Command.FLUSHALL)));
    setClock();
  }

  /** All that is recorded, a line each, words parted by {@code |}. */
  public List<String[]> dump() {
    List<String[]> lines = new ArrayList<>();
    for (Response line : await(connection.send(Request.cmd(Command.EVAL).arg(DUMP).arg(0)))) {
      lines.add(line.toString().split("\\|", -1));
    }
    return lines;
  }

  private void setClock() {
    await(connection.send(Request.cmd(Command.SET).arg("test-clock").arg(now)));
  }

  @Override
  public void close() {
    states.forEach(state -> await(state.close()));
    await(connection.close());
  }
}
