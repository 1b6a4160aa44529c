package dev.spillway.state.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One Sentinel. Its connection is kept from question to question, and made anew after any failure.
 * It is asked without a login first, for its is often another than that of Redis; one that asks for
 * a login is given the URL's. Not safe for use by several threads at once.
 */
final class Sentinel {
  private final Vertx vertx;
  private final RedisUrl url;
  private final String host;
  private final Duration timeout;
  private boolean login;
  private Link link;

  private record Link(Redis client, Future<RedisConnection> connection) {}

  /** Who is the primary, and how new that is: of two answers the one of the later epoch counts. */
  record Answer(long epoch, String primary) {
    private static Answer of(Response state) {
      String host = state.get("ip").toString();
      String bracketed = host.contains(":") ? "[" + host + "]" : host;
      return new Answer(state.get("config-epoch").toLong(), bracketed + ":" + state.get("port"));
    }
  }

  Sentinel(Vertx vertx, RedisUrl url, String host, Duration timeout) {
    this.vertx = vertx;
    this.url = url;
    this.host = host;
    this.timeout = timeout;
  }

  String host() {
    return host;
  }

  Future<Answer> ask() {
    return askOnce()
        .recover(
            cause -> {
              boolean wantsLogin = String.valueOf(cause.getMessage()).startsWith("NOAUTH");
              if (login || !wantsLogin || !url.hasPassword()) {
                return Future.failedFuture(cause);
              }
              login = true;
              return askOnce();
            });
  }

  private Future<Answer> askOnce() {
    if (link == null) {
      Redis client = Redis.createClient(vertx, url.sentinelOptions(timeout, host, login));
      link = new Link(client, client.connect());
    }
    Link used = link;
    return used.connection
        .compose(open -> open.send(Request.cmd(Command.SENTINEL).arg("MASTER").arg(url.primary())))
        .map(Answer::of)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> forget(used));
  }

  private void forget(Link failed) {
    failed.client.close();
    if (failed.equals(link)) {
      link = null;
    }
  }

  void close() {
    if (link != null) {
      forget(link);
    }
  }
}
