package dev.spillway.lb.exchange;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.OutagePolicy;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.RedisConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.redis.RedisSharedState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pool in a real Redis, its gates, and by hand what a worker would do. */
final class TestPool implements AutoCloseable {
  /** So long that no heartbeat can help a test that must pass without. */
  static final Duration LONG_LEASE = Duration.ofMinutes(50);

  private static final String WORKER = "worker";

  final Vertx vertx = Vertx.vertx();
  final PoolConfig config;
  final RedisConfig redis;
  final PoolLimits limits;
  final PoolState state;
  private final RedisSharedState shared;
  private final List<PoolGate> gates = new ArrayList<>();

  TestPool(String redisUrl, Duration lease, String poolSettings) {
    SpillwayConfig all =
        ConfigLoader.parse("pools: { web: { image: x, %s } }".formatted(poolSettings));
    this.config = all.pools().get("web");
    this.redis = new RedisConfig(redisUrl, OutagePolicy.SERVE, Duration.ofSeconds(2), lease);
    this.limits =
        new PoolLimits(config.minReplicas(), config.maxReplicas(), config.maxRequests(), lease);
    this.shared = await(RedisSharedState.connect(vertx, redis));
    this.state = shared.pool("web");
    // A worker has been there: until one has, no exchange asks for a start.
    await(state.sweep(WORKER, new PoolLimits(0, 1, config.maxRequests(), lease)));
  }

  PoolGate openGate(String id) {
    PoolGate gate = await(PoolGate.open(vertx, config, redis, state, id));
    gates.add(gate);
    return gate;
  }

  PoolSnapshot snapshot() {
    return await(state.snapshot());
  }

  List<ServerRecord> servers(ServerState wanted) {
    return snapshot().servers().stream().filter(server -> server.state() == wanted).toList();
  }

  /** Has a worker look after the pool, and makes all STARTING records READY. */
  void startServers() {
    await(state.sweep(WORKER, limits));
    for (ServerRecord server : servers(ServerState.STARTING)) {
      makeReady(server.name());
      tell(server.name(), ServerState.READY);
    }
  }

  /** Makes a record READY and tells nobody. */
  void makeReady(String server) {
    assertThat(await(state.claimStart(server, WORKER, Duration.ofMinutes(1)))).isTrue();
    String url = "http://" + server + ":5000";
    assertThat(await(state.ready(server, WORKER, url, config.maxRequests()))).isTrue();
  }

  void fail(String server, String reason) {
    assertThat(await(state.claimStart(server, WORKER, Duration.ofMinutes(1)))).isTrue();
    assertThat(await(state.failed(server, WORKER, reason))).isTrue();
  }

  void tell(String server, ServerState changedTo) {
    ServerChanged event =
        new ServerChanged(
            "web", System.currentTimeMillis(), server, "http://" + server, changedTo, "", 0);
    vertx.eventBus().publish(Addresses.SERVER, event.toJson());
  }

  @Override
  public void close() {
    gates.forEach(gate -> await(gate.close(Duration.ZERO)));
    await(shared.close());
    await(vertx.close());
  }
}
