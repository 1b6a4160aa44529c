package dev.spillway.lb;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.accesslog.AccessLog;
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

  /** More than closing the port takes. */
  private static final long CLOSING_MILLIS = 100;

  private static final AtomicInteger RANDOM_PORTS = new AtomicInteger();

  private final Vertx vertx;
  private final SpillwayConfig config;
  private final String gatewayId;
  private final Map<String, PoolGate> gates = new ConcurrentHashMap<>();
  private final List<LoadBalancerVerticle> verticles = new ArrayList<>();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicInteger openConnections = new AtomicInteger();
  private final ConnectionCounts connectionCounts;
  private final InvalidRequestCounts invalidRequests = new InvalidRequestCounts();
  private final InFlightCounts inFlight = new InFlightCounts();
  private final Map<String, PoolCounts> counts = new ConcurrentHashMap<>();
  private final OwnAnswers ownAnswers = new OwnAnswers();
  private volatile AccessLog accessLog = AccessLog.off();
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
        .openAccessLog()
        .compose(v -> gateway.openGates(state))
        .compose(v -> gateway.deploy())
        .map(gateway)
        .recover(cause -> gateway.shutdown().transform(done -> Future.failedFuture(cause)));
  }

  private Future<Void> openAccessLog() {
    return vertx
        .executeBlocking(() -> AccessLog.open(config.accessLog()), false)
        .onSuccess(log -> accessLog = log)
        .mapEmpty();
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

  /**
   * Whether requests should be sent here: false from the moment that {@link #shutdown()} is called,
   * though they are taken for a while longer.
   */
  public boolean ready() {
    return !leaving.get();
  }

  /**
   * Goes on for {@code shutdown.delay}, no longer ready; then stops accepting, keeps connections
   * without a request for {@code shutdown.linger} for one more, and lets what is in flight and
   * waiting finish within {@code shutdown.timeout}; then refuses what still waits, cuts what is
   * still in flight, and gives all permits back. Never fails; a second call answers when the first
   * is done.
   */
  public synchronized Future<Void> shutdown() {
    if (shutdown == null) {
      leaving.set(true);
      shutdown = afterDelay().compose(v -> drain(config.shutdown().timeout()));
    }
    return shutdown;
  }

  private Future<Void> afterDelay() {
    long delay = config.shutdown().delay().toMillis();
    return delay == 0 || running().isEmpty()
        ? Future.succeededFuture()
        : vertx.timer(delay).mapEmpty();
  }

  /**
   * Answers say that they are the last on their connection only once the port is sure to be closed:
   * clients connect again at once, and would be cut off with it.
   */
  private void drainSoon() {
    long linger = config.shutdown().linger().toMillis();
    if (linger == 0 || running().isEmpty()) {
      draining.set(true);
    } else {
      vertx.setTimer(Math.max(1, Math.min(CLOSING_MILLIS, linger / 2)), id -> draining.set(true));
    }
  }

  private Future<Void> drain(Duration timeout) {
    drainSoon();
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
        .compose(v -> undeploy())
        .compose(v -> closeAccessLog());
  }

  private Future<Void> closeAccessLog() {
    return vertx
        .<Void>executeBlocking(
            () -> {
              accessLog.close();
              return null;
            },
            false)
        .otherwiseEmpty();
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

  /** Client connections that are open now. */
  public int connections() {
    return openConnections.get();
  }

  /** Requests of a pool that wait here now. */
  public int waiting(String pool) {
    return gate(pool).waiting();
  }

  /** Requests of a pool that have a permit here now. */
  public int inFlight(String pool) {
    return gate(pool).inFlight();
  }

  /** What became of a pool's requests here; the same object for the same pool. */
  public PoolCounts counts(String pool) {
    return counts.computeIfAbsent(pool, name -> new PoolCounts());
  }

  /** What was answered here in a server's place. */
  public OwnAnswers ownAnswers() {
    return ownAnswers;
  }

  /** The log of requests. */
  public AccessLog accessLog() {
    return accessLog;
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
