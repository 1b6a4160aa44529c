package dev.spillway.state.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.List;

/** One connection to Redis, with the client that is made for it alone. */
final class RedisSession {
  private final Redis client;
  private final RedisConnection connection;
  private final List<String> hosts;
  private volatile boolean proven;

  RedisSession(Redis client, RedisConnection connection, List<String> hosts) {
    this.client = client;
    this.connection = connection;
    this.hosts = hosts;
  }

  RedisConnection connection() {
    return connection;
  }

  /** {@code host:port} that it was made to. */
  List<String> hosts() {
    return hosts;
  }

  /** Whether a call has succeeded on it: one can connect to a Redis that serves nothing. */
  boolean isProven() {
    return proven;
  }

  void prove() {
    proven = true;
  }

  Future<Void> close() {
    return client.close();
  }
}
