package dev.spillway.experiments.control;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report's design: Redis holds how many requests each server has, and is asked for every
 * request; a delayed task for every request looks, TIME_FOR_SCALE_DOWN later, whether its server
 * has been idle since. It is given the benefit of the doubt: choosing and counting are one script,
 * and what was answered meanwhile is told along with the next request rather than by a call of its
 * own.
 */
final class RedisPerRequest implements Control {
  private static final Logger LOG = LoggerFactory.getLogger(RedisPerRequest.class);
  private static final String KEY = "experiment:requests";
  private static final String SCRIPT =
      """
      for i = 2, #ARGV do redis.call('HINCRBY', KEYS[1], ARGV[i], -1) end
      local all = redis.call('HGETALL', KEYS[1])
      local chosen, least = false, tonumber(ARGV[1])
      for i = 1, #all, 2 do
        local load = tonumber(all[i + 1])
        if load < least then chosen, least = all[i], load end
      end
      if chosen then redis.call('HINCRBY', KEYS[1], chosen, 1) end
      return chosen
      """;

  private final Vertx vertx;
  private final RedisConnection redis;
  private final String sha;
  private final int capacity;
  private final Duration idle;
  private final Map<String, Long> lastRequest = new HashMap<>();
  private List<String> answered = new ArrayList<>();

  private RedisPerRequest(
      Vertx vertx, RedisConnection redis, String sha, int capacity, Duration idle) {
    this.vertx = vertx;
    this.redis = redis;
    this.sha = sha;
    this.capacity = capacity;
    this.idle = idle;
  }

  /** Writes down that these servers have no request yet. */
  static Future<Void> reset(Vertx vertx, String redisUrl, List<String> servers) {
    Request reset = Request.cmd(Command.HSET).arg(KEY);
    servers.forEach(server -> reset.arg(server).arg(0));
    Redis redis = Redis.createClient(vertx, redisUrl);
    return redis
        .send(Request.cmd(Command.DEL).arg(KEY))
        .compose(deleted -> redis.send(reset))
        .<Void>mapEmpty()
        .eventually(redis::close);
  }

  static Future<Control> open(Vertx vertx, String redisUrl, int capacity, Duration idle) {
    return Redis.createClient(
            vertx, new RedisOptions().setConnectionString(redisUrl).setMaxWaitingHandlers(100_000))
        .connect()
        .compose(
            redis ->
                redis
                    .send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(SCRIPT))
                    .map(sha -> new RedisPerRequest(vertx, redis, sha.toString(), capacity, idle)));
  }

  @Override
  public Future<Place> take() {
    Request call = Request.cmd(Command.EVALSHA).arg(sha).arg(1).arg(KEY).arg(capacity);
    answered.forEach(call::arg);
    answered = new ArrayList<>();
    return redis
        .send(call)
        .compose(
            chosen ->
                chosen == null
                    ? Future.failedFuture("every server is full")
                    : Future.succeededFuture(new Taken(chosen.toString())));
  }

  private void lookWhetherIdle(String server) {
    long due = lastRequest.getOrDefault(server, 0L) + idle.toNanos();
    if (due - System.nanoTime() <= 0) {
      LOG.debug("idle, and would be stopped now server={}", server);
    }
  }

  private final class Taken implements Place {
    private final String server;

    Taken(String server) {
      this.server = server;
    }

    @Override
    public String url() {
      return server;
    }

    @Override
    public void giveBack() {
      answered.add(server);
      lastRequest.put(server, System.nanoTime());
      vertx.setTimer(idle.toMillis(), due -> lookWhetherIdle(server));
    }
  }
}
