package dev.spillway.experiments.control;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.regex.Pattern;

/** Counts the calls that a Redis has got, by its own statistics; what scripts call is left out. */
final class RedisCalls {
  private static final Pattern CALLS =
      Pattern.compile("cmdstat_(?:evalsha|eval|set|get|ping):calls=(\\d+)");

  private RedisCalls() {}

  /** How many it has got so far. */
  static Future<Long> count(Vertx vertx, String redisUrl) {
    Redis redis = Redis.createClient(vertx, redisUrl);
    return redis
        .send(Request.cmd(Command.INFO).arg("commandstats"))
        .map(
            info ->
                CALLS
                    .matcher(info.toString())
                    .results()
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .sum())
        .eventually(redis::close);
  }
}
