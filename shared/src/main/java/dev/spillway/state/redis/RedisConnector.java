package dev.spillway.state.redis;

import dev.spillway.state.PoolStateException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes connections to Redis, each with a client of its own that remembers nothing of an earlier
 * one. Where the URL has Sentinels, they are asked each time. Not safe for use by several threads
 * at once.
 */
final class RedisConnector {
  /** Of the time that one call may take, what a Sentinel may. */
  private static final int SENTINELS_SHARE = 4;

  private final Vertx vertx;
  private final RedisUrl url;
  private final Duration timeout;
  private final Sentinels sentinels;
  private int attempts;

  /**
   * @param timeout how long one attempt may take, besides asking the Sentinels
   */
  RedisConnector(Vertx vertx, RedisUrl url, Duration timeout) {
    this.vertx = vertx;
    this.url = url;
    this.timeout = timeout;
    this.sentinels = new Sentinels(vertx, url, timeout.dividedBy(SENTINELS_SHARE));
  }

  Future<RedisSession> connect() {
    if (!url.isSentinel()) {
      return connect(nextHosts());
    }
    return sentinels
        .primary()
        .compose(primary -> connect(List.of(primary)))
        .compose(this::primaryOnly);
  }

  /**
   * Where the connection should lead instead; empty if all is well, or if that can't be told. A
   * primary that was replaced by order goes on for many seconds before it is told so.
   */
  Future<String> movedTo(RedisSession session) {
    return sentinels
        .primary()
        .map(primary -> session.hosts().contains(primary) ? "" : primary)
        .otherwise("");
  }

  void close() {
    sentinels.close();
  }

  /** A node of a cluster that is silent may cost a whole attempt: the next asks another first. */
  private List<String> nextHosts() {
    List<String> hosts = new ArrayList<>(url.hosts());
    Collections.rotate(hosts, -attempts++);
    return hosts;
  }

  private Future<RedisSession> connect(List<String> hosts) {
    Redis client = Redis.createClient(vertx, url.options(timeout, hosts));
    return client
        .connect()
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(connection -> new RedisSession(client, connection, hosts))
        .onFailure(cause -> client.close());
  }

  /** Sentinels that were cut off, or all of them for a moment, name one that is no primary. */
  private Future<RedisSession> primaryOnly(RedisSession made) {
    return made.connection()
        .send(Request.cmd(Command.INFO).arg("replication"))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            info ->
                info.toString().contains("role:master")
                    ? Future.succeededFuture(made)
                    : Future.failedFuture(
                        new PoolStateException(made.hosts() + " is no primary yet", null)))
        .onFailure(cause -> made.close());
  }
}
