package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.redis.RedisSharedState;
import dev.spillway.test.RealRedis;
import dev.spillway.test.SentinelSet;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A whole gateway on a real Redis, for one pool, whose servers a test enters by hand. */
final class TestGateway implements AutoCloseable {
  private static final String WORKER = "worker";

  final Vertx vertx = Vertx.vertx();
  final SpillwayConfig config;
  final Gateway gateway;
  private final RedisSharedState shared;
  private final PoolState state;
  private final PoolLimits limits;

  /**
   * Starts it with servers at these URLs.
   *
   * @param gatewaySettings below {@code gateway}, in YAML's flow style, or empty
   * @param poolSettings below the pool, likewise
   */
  static TestGateway start(
      RealRedis.Server redis, String gatewaySettings, String poolSettings, String... urls) {
    return new TestGateway(redis.url(), "serve", "", gatewaySettings, poolSettings, List.of(urls));
  }

  /** Likewise, rejecting requests while Redis is away, which it notices soon. */
  static TestGateway rejectingWithoutRedis(RealRedis.Server redis, String... urls) {
    return new TestGateway(redis.url(), "reject", "", "", "", List.of(urls));
  }

  /** Likewise, with further lines of configuration. */
  static TestGateway startWith(
      RealRedis.Server redis, String more, String poolSettings, String... urls) {
    return new TestGateway(redis.url(), "serve", more, "", poolSettings, List.of(urls));
  }

  /** Likewise, with a Redis of another kind. */
  static TestGateway startWith(SentinelSet redis, String poolSettings, String... urls) {
    return new TestGateway(redis.url(), "serve", "", "", poolSettings, List.of(urls));
  }

  private TestGateway(
      String redisUrl,
      String onOutage,
      String more,
      String gatewayText,
      String poolText,
      List<String> urls) {
    config =
        ConfigLoader.parse(
            """
            gateway: { host: 127.0.0.1, %s event-loops: 2 %s }
            redis: { url: "%s", lease: %s, on-outage: %s }
            %s
            pools:
              web: { image: x, min-replicas: %d, max-replicas: %d %s }
            """
                .formatted(
                    gatewayText.startsWith("port:") ? "" : "port: 0,",
                    comma(gatewayText),
                    redisUrl,
                    onOutage.equals("reject") ? "1s" : "60s",
                    onOutage,
                    more.contains("shutdown:") ? more : "shutdown: { linger: 50ms }\n" + more,
                    urls.size(),
                    Math.max(1, urls.size()),
                    comma(poolText)));
    shared = await(RedisSharedState.connect(vertx, config.redis()));
    state = shared.pool("web");
    PoolConfig web = config.pools().get("web");
    limits =
        new PoolLimits(
            web.minReplicas(), web.maxReplicas(), web.maxRequests(), config.redis().lease());
    enterServers(web, urls);
    gateway =
        await(
            Gateway.start(vertx, config, shared, "gateway")
                .onFailure(cause -> shared.close().onComplete(closed -> vertx.close())));
  }

  private static String comma(String settings) {
    return settings.isEmpty() ? "" : ", " + settings;
  }

  private void enterServers(PoolConfig web, List<String> urls) {
    Deque<String> left = new ArrayDeque<>(urls);
    await(state.sweep(WORKER, limits));
    for (ServerRecord server : await(state.snapshot()).servers()) {
      assertThat(await(state.claimStart(server.name(), WORKER, Duration.ofMinutes(1)))).isTrue();
      String url = left.pop();
      assertThat(await(state.ready(server.name(), WORKER, url, web.maxRequests()))).isTrue();
    }
    assertThat(left).isEmpty();
  }

  /** Makes the records that wait to be started ready at these URLs, and says so. */
  void makeReady(String url) {
    until("a server is wanted", () -> !starting().isEmpty());
    String name = starting().get(0).name();
    assertThat(await(state.claimStart(name, WORKER, Duration.ofMinutes(1)))).isTrue();
    assertThat(await(state.ready(name, WORKER, url, limits.capacity()))).isTrue();
    vertx
        .eventBus()
        .publish(
            Addresses.SERVER,
            new ServerChanged("web", 0, name, url, ServerState.READY, "", 0).toJson());
  }

  /** Forgets a server as a worker does that found it dead, and says so. */
  void remove(String name) {
    assertThat(await(state.remove(name))).isTrue();
    vertx
        .eventBus()
        .publish(
            Addresses.SERVER,
            new ServerChanged("web", 0, name, "", ServerState.GONE, "", 0).toJson());
  }

  private List<ServerRecord> starting() {
    return await(state.snapshot()).servers().stream()
        .filter(server -> server.state() == ServerState.STARTING)
        .toList();
  }

  RedisSharedState state() {
    return shared;
  }

  int port() {
    return gateway.port();
  }

  int inFlight() {
    return gateway.gate("web").inFlight();
  }

  int waiting() {
    return gateway.gate("web").waiting();
  }

  int openConnections() {
    return gateway.openConnections().get();
  }

  RawClient connect() {
    return new RawClient(port());
  }

  /** Waits until nothing is under way; what is left then was leaked. */
  void untilQuiet() {
    until("no request waits or is in flight", () -> inFlight() == 0 && waiting() == 0);
  }

  @Override
  public void close() {
    await(gateway.shutdown());
    await(shared.close());
    await(vertx.close());
  }
}
