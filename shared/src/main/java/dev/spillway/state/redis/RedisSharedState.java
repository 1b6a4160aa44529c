package dev.spillway.state.redis;

import dev.spillway.config.RedisConfig;
import dev.spillway.metrics.CallTally;
import dev.spillway.state.PoolState;
import dev.spillway.state.PoolStateException;
import dev.spillway.state.SharedState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared state in Redis 6.2 or later, Valkey, or a Redis Cluster. Reconnects by itself; calls
 * fail at once while there is no connection.
 */
public final class RedisSharedState implements SharedState {
  private final RedisLink link;
  private final ScriptRunner runner;
  private final PoolScripts scripts;
  private final Map<String, PoolState> pools = new ConcurrentHashMap<>();

  private RedisSharedState(RedisLink link, PoolScripts scripts) {
    this.link = link;
    this.runner = new ScriptRunner(link);
    this.scripts = scripts;
  }

  /**
   * Connects to Redis. Fails with a {@link PoolStateException} that says why, for a person, if the
   * URL is malformed or Redis doesn't answer within {@link RedisConfig#timeout()}.
   */
  public static Future<RedisSharedState> connect(Vertx vertx, RedisConfig config) {
    return connect(vertx, config, PoolScripts.load());
  }

  /** Connects, and uses these scripts. */
  static Future<RedisSharedState> connect(Vertx vertx, RedisConfig config, PoolScripts scripts) {
    try {
      RedisUrl url = RedisUrl.parse(config.url());
      return RedisLink.open(vertx, url, config.timeout())
          .map(link -> new RedisSharedState(link, scripts));
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(new PoolStateException(e.getMessage(), e));
    }
  }

  @Override
  public PoolState pool(String name) {
    return pools.computeIfAbsent(name, pool -> new RedisPoolState(pool, scripts, runner));
  }

  @Override
  public Future<Void> publishServersView(String json) {
    Request set = Request.cmd(Command.SET).arg(PoolKeys.SERVERS_VIEW).arg(json);
    return runner.counted("servers-view", link.send("publish the servers' view", set)).mapEmpty();
  }

  @Override
  public Map<String, CallTally> calls() {
    return runner.calls();
  }

  @Override
  public void onReachability(Handler<Boolean> handler) {
    link.onReachability(handler);
  }

  @Override
  public Future<Void> ping() {
    return link.ping();
  }

  @Override
  public Future<Void> close() {
    return link.close();
  }
}
