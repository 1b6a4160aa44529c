package dev.spillway.lb;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.exchange.PoolGate;
import dev.spillway.lb.framing.InvalidRequestCounts;
import dev.spillway.lb.publish.InFlightCounts;
import dev.spillway.state.SharedState;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: one gate per pool, and several event loops that share them and one port. Safe
 * for use by several threads.
 */
public final class Gateway {
  private static final Logger LOGGER = LoggerFactory.getLogger(Gateway.class);

  private static final AtomicInteger RANDOM_PORTS = new AtomicInteger();

  private final Vertx vertx;
  private final SpillwayConfig config;
  private final String gatewayId;
  private final Map<String, PoolGate> gates = new ConcurrentHashMap<>();
  private final List<LoadBalancerVerticle> verticles = new ArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicInteger openConnections = new AtomicInteger();
  private final ConnectionCounts connectionCounts;
  private final InvalidRequestCounts invalidRequests = new InvalidRequestCounts();
  private final InFlightCounts inFlight = new InFlightCounts();
  private Future<Void> shutdown;
  private volatile int port;

  private Gateway(Vertx vertx, SpillwayConfig config, String gatewayId) {
    this.vertx = vertx;
    this.config = config;
    this.gatewayId = gatewayId;
    this.connectionCounts = new ConnectionCounts(config.gateway().limits(), openConnections);
  }

  /**
   * Starts a gateway. The future completes when it takes requests; if it can't be started it fails
   * with the reason, and nothing of it is left.
   *
   * @param state not closed by the gateway
   * @param gatewayId unique to one run of one process
   */
  public static Future<Gateway> start(
      Vertx vertx, SpillwayConfig config, SharedState state, String gatewayId) {
    Gateway gateway = new Gateway(vertx, config, gatewayId);
    return gateway
        .openGates(state)
        .compose(v -> gateway.deploy())
        .map(gateway)
        .recover(cause -> gateway.shutdown().transform(done -> Future.failedFuture(cause)));
  }

  private Future<Void> openGates(SharedState state) {
    return Future.join(
            config.pools().values().stream()
                .map(
                    pool ->
                        PoolGate.open(
                                vertx, pool, config.redis(), state.pool(pool.name()), gatewayId)
                            .onSuccess(gate -> gates.put(pool.name(), gate)))
                .toList())
        .mapEmpty();
  }

  private Future<Void> deploy() {
    int configured = config.gateway().eventLoops();
    int loops = configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    SocketAddress address = listenAddress();
    List<Future<LoadBalancerVerticle>> deployments = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      deployments.add(deployOne(address));
    }
    return Future.join(deployments)
        .onSuccess(
            all -> {
              port = running().get(0).port();
              LOGGER.info(
                  "event=gateway-ready host={} port={} eventLoops={} gateway={}",
                  config.gateway().host(),
                  port,
                  loops,
                  gatewayId);
            })
        .mapEmpty();
  }

  /** Port 0 would give each event loop a port of its own; a shared one has a number in Vert.x. */
  private SocketAddress listenAddress() {
    String host = config.gateway().host();
    int wanted = config.gateway().port();
    return wanted > 0
        ? SocketAddress.inetSocketAddress(wanted, host)
        : SocketAddress.sharedRandomPort(RANDOM_PORTS.incrementAndGet(), host);
  }

  private Future<LoadBalancerVerticle> deployOne(SocketAddress address) {
    LoadBalancerVerticle verticle = new LoadBalancerVerticle(this, address);
    return vertx
        .deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP))
        .map(
            id -> {
              synchronized (verticles) {
                verticles.add(verticle);
              }
              return verticle;
            });
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Whether it takes requests: false from the moment that {@link #shutdown()} is called. */
  public boolean ready() {
    return !draining.get();
  }

  /**
   * Stops accepting, lets what is in flight and waiting finish within {@code shutdown.timeout},
   * then refuses what still waits, cuts what is still in flight, and gives all permits back. Never
   * fails; a second call answers when the first is done.
   */
  public synchronized Future<Void> shutdown() {
    if (shutdown == null) {
      draining.set(true);
      shutdown = drain(config.shutdown().timeout());
    }
    return shutdown;
  }

  private Future<Void> drain(Duration timeout) {
    // Those who wait to the end are told so before their connections are cut.
    Duration lastTenth = timeout.dividedBy(10);
    long refusal =
        vertx.setTimer(
            Math.max(1, lastTenth.multipliedBy(8).toMillis()), id -> closeGates(lastTenth));
    return stopListening(timeout)
        .compose(
            v -> {
              vertx.cancelTimer(refusal);
              return closeGates(Duration.ZERO);
            })
        .compose(v -> undeploy());
  }

  private Future<Void> stopListening(Duration timeout) {
    return joined(running().stream().map(verticle -> verticle.drain(timeout)).toList());
  }

  private Future<Void> closeGates(Duration timeout) {
    return joined(gates.values().stream().map(gate -> gate.close(timeout)).toList());
  }

  private Future<Void> undeploy() {
    return joined(
        running().stream().map(verticle -> vertx.undeploy(verticle.deploymentID())).toList());
  }

  private List<LoadBalancerVerticle> running() {
    synchronized (verticles) {
      return List.copyOf(verticles);
    }
  }

  private static Future<Void> joined(List<Future<Void>> steps) {
    return Future.join(steps).<Void>mapEmpty().otherwiseEmpty();
  }

  SpillwayConfig config() {
    return config;
  }

  String gatewayId() {
    return gatewayId;
  }

  PoolGate gate(String pool) {
    return gates.get(pool);
  }

  boolean draining() {
    return draining.get();
  }

  /** How many requests were refused for what is wrong with them. */
  public InvalidRequestCounts invalidRequests() {
    return invalidRequests;
  }

  ConnectionCounts connectionCounts() {
    return connectionCounts;
  }

  AtomicInteger openConnections() {
    return openConnections;
  }

  InFlightCounts inFlight() {
    return inFlight;
  }
}
