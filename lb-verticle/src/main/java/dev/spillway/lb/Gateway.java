package dev.spillway.lb;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.config.TlsConfig;
import dev.spillway.lb.accesslog.AccessLog;
import dev.spillway.lb.exchange.PoolGate;
import dev.spillway.lb.framing.InvalidRequestCounts;
import dev.spillway.lb.publish.EventOutlet;
import dev.spillway.lb.publish.InFlightCounts;
import dev.spillway.lb.tls.Certificates;
import dev.spillway.lb.tls.ServedTls;
import dev.spillway.lb.tls.TlsProvider;
import dev.spillway.state.SharedState;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicInteger openConnections = new AtomicInteger();
  private final ConnectionCounts connectionCounts;
  private final InvalidRequestCounts invalidRequests = new InvalidRequestCounts();
  private final InFlightCounts inFlight = new InFlightCounts();
  private final EventOutlet events;
  private final Map<String, PoolCounts> counts = new ConcurrentHashMap<>();
  private final OwnAnswers ownAnswers = new OwnAnswers();
  private volatile AccessLog accessLog = AccessLog.off();
  private Future<Void> shutdown;
  private Certificates certificates; // null: no TLS
  private volatile int port;
  private volatile int tlsPort;
  private volatile Optional<TlsProvider> tlsProvider = Optional.empty();

  private Gateway(Vertx vertx, SpillwayConfig config, String gatewayId) {
    this.vertx = vertx;
    this.config = config;
    this.gatewayId = gatewayId;
    this.events = new EventOutlet(vertx);
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
        .compose(v -> gateway.prepareTls())
        .compose(gateway::deploy)
        .onSuccess(v -> gateway.watchCertificates())
        .map(gateway)
        .recover(cause -> gateway.shutdown().transform(done -> Future.failedFuture(cause)));
  }

  /** How many event loops a gateway serves on: as configured, else one for each processor. */
  public static int eventLoops(SpillwayConfig config) {
    int configured = config.gateway().eventLoops();
    return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
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

  private Future<Optional<ServedTls>> prepareTls() {
    TlsConfig tls = config.gateway().tls();
    if (!tls.enabled()) {
      return Future.succeededFuture(Optional.empty());
    }
    certificates = new Certificates(vertx, tls);
    return vertx
        .executeBlocking(() -> TlsProvider.choose(tls.provider()))
        .compose(
            provider ->
                certificates.read().map(read -> Optional.of(new ServedTls(provider, read))));
  }

  private void watchCertificates() {
    if (certificates != null) {
      certificates.watch(changed -> running().get(0).useCertificates(changed));
    }
  }

  private Future<Void> deploy(Optional<ServedTls> tls) {
    int loops = eventLoops(config);
    Listening listening =
        new Listening(
            listenAddress(config.gateway().port()),
            listenAddress(config.gateway().tls().port()),
            tls);
    List<Future<LoadBalancerVerticle>> deployments = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      deployments.add(deployOne(listening));
    }
    return Future.join(deployments)
        .onSuccess(
            all -> {
              port = running().get(0).port();
              tlsPort = running().get(0).tlsPort();
              tlsProvider = tls.map(ServedTls::provider);
              LOGGER.info(
                  "event=gateway-ready host={} port={} tlsPort={} tls={} eventLoops={} gateway={}",
                  config.gateway().host(),
                  port,
                  tlsPort == 0 ? "none" : tlsPort,
                  tlsProvider.map(TlsProvider::word).orElse("none"),
                  loops,
                  gatewayId);
            })
        .mapEmpty();
  }

  /** Port 0 would give each event loop a port of its own; a shared one has a number in Vert.x. */
  private SocketAddress listenAddress(int wanted) {
    String host = config.gateway().host();
    return wanted > 0
        ? SocketAddress.inetSocketAddress(wanted, host)
        : SocketAddress.sharedRandomPort(RANDOM_PORTS.incrementAndGet(), host);
  }

  private Future<LoadBalancerVerticle> deployOne(Listening listening) {
    LoadBalancerVerticle verticle = new LoadBalancerVerticle(this, listening);
    DeploymentOptions options =
        new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP);
    return ServingLoops.deploy(() -> vertx.deployVerticle(verticle, options))
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

  /** The port it listens on for TLS; 0 where that is not configured. */
  public int tlsPort() {
    return tlsPort;
  }

  /** What encrypts its TLS connections; empty where TLS is not configured. */
  public Optional<TlsProvider> tlsProvider() {
    return tlsProvider;
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
      GatewayShutdown steps =
          new GatewayShutdown(
              vertx, config.shutdown(), running(), gates.values(), () -> draining.set(true));
      shutdown =
          steps
              .delay()
              .onSuccess(v -> stopWatchingCertificates())
              .compose(v -> steps.drain())
              .compose(v -> closeAccessLog());
    }
    return shutdown;
  }

  private void stopWatchingCertificates() {
    if (certificates != null) {
      certificates.stop();
    }
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

  private List<LoadBalancerVerticle> running() {
    synchronized (verticles) {
      return List.copyOf(verticles);
    }
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

  EventOutlet events() {
    return events;
  }

  InFlightCounts inFlight() {
    return inFlight;
  }
}
