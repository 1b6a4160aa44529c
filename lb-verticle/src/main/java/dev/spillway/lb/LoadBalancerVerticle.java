package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.forward.Forwarder;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.publish.RequestServedPublisher;
import dev.spillway.lb.route.Router;
import dev.spillway.lb.tls.ServedTls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of a gateway: takes requests on the shared port and sends each its way. Only puts
 * the parts together; {@link RequestFlow} shows what they do.
 */
final class LoadBalancerVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(LoadBalancerVerticle.class);

  /** How often in the time of the shortest limit; none is noticed more than a tenth of it late. */
  private static final int LOOKS = 20;

  private static final Duration SLOWEST_LOOK = Duration.ofMillis(50);

  private final Gateway gateway;
  private final Listening listening;
  private HttpServer server;
  private HttpServer tlsServer; // null: no TLS
  private RequestServedPublisher publisher;

  LoadBalancerVerticle(Gateway gateway, Listening listening) {
    this.gateway = gateway;
    this.listening = listening;
  }

  @Override
  public Future<?> start() {
    SpillwayConfig config = gateway.config();
    TimeLimits limits = new TimeLimits(lookPeriod(config), System::nanoTime);
    limits.start(vertx);
    publisher =
        new RequestServedPublisher(
            vertx,
            gateway.events(),
            gateway.gatewayId(),
            config.events().flushInterval(),
            gateway.inFlight(),
            System::currentTimeMillis,
            System::nanoTime);
    publisher.start();
    ClientConnections connections =
        new ClientConnections(context, config, limits, gateway.connectionCounts());
    WarningLog warnings = new WarningLog(LOGGER, System::currentTimeMillis);
    InvalidRequests invalid = new InvalidRequests(gateway.invalidRequests(), warnings);
    FlowSteps steps =
        new FlowSteps(
            vertx,
            gateway.gatewayId(),
            config.gateway(),
            router(config, limits),
            publisher,
            limits,
            warnings,
            connections,
            gateway.ownAnswers(),
            gateway.accessLog(),
            invalid,
            gateway::draining);
    server = server(ListenOptions.of(config.gateway()), steps);
    if (listening.tls().isEmpty()) {
      return server.listen(listening.address());
    }
    tlsServer = server(ListenOptions.ofTls(config.gateway(), listening.tls().get()), steps);
    return server
        .listen(listening.address())
        .compose(
            v ->
                tlsServer
                    .listen(listening.tlsAddress())
                    .recover(cause -> Future.failedFuture(listening.tlsFailure(cause))));
  }

  private HttpServer server(HttpServerOptions options, FlowSteps steps) {
    Handler<HttpServerRequest> requests = request -> RequestFlow.begin(steps, request);
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> steps.connections().opened(connection, options, requests))
        .exceptionHandler(
            cause -> LOGGER.debug("event=client-not-connected cause=\"{}\"", cause.getMessage()))
        .invalidRequestHandler(steps.invalidRequests()::answerUndecoded)
        .requestHandler(requests);
  }

  private Router<PoolService> router(SpillwayConfig config, TimeLimits limits) {
    return new Router<>(
        config.pools().values().stream()
            .map(pool -> new Router.Route<>(pool.match(), service(pool, config.gateway(), limits)))
            .toList());
  }

  private PoolService service(PoolConfig pool, GatewayConfig config, TimeLimits limits) {
    Entrance entrance =
        new Entrance(gateway.gate(pool.name()).admission(), context, gateway.counts(pool.name()));
    return new PoolService(
        pool,
        entrance,
        new Forwarder(vertx, pool, config, limits),
        new RetryBudget(pool.faults().retries(), limits::lookedAt));
  }

  /** A tenth of the shortest limit, so that none is noticed much late. */
  private static Duration lookPeriod(SpillwayConfig config) {
    return Stream.concat(
            Stream.of(
                SLOWEST_LOOK.multipliedBy(LOOKS),
                config.gateway().timeouts().head(),
                config.gateway().timeouts().body(),
                config.gateway().timeouts().idle()),
            config.pools().values().stream().flatMap(pool -> limitsOf(pool.timeouts())))
        .min(Duration::compareTo)
        .map(shortest -> shortest.dividedBy(LOOKS))
        .filter(period -> period.toMillis() > 0)
        .orElse(Duration.ofMillis(1));
  }

  private static Stream<Duration> limitsOf(PoolConfig.ServerTimeouts timeouts) {
    return Stream.concat(
        Stream.of(timeouts.connect(), timeouts.response(), timeouts.idle()),
        Stream.concat(timeouts.request().stream(), timeouts.tunnel().stream()));
  }

  int port() {
    return server.actualPort();
  }

  /** The port of TLS; 0 where there is none. */
  int tlsPort() {
    return tlsServer == null ? 0 : tlsServer.actualPort();
  }

  /** Takes certificates into use, on all event loops of the gateway. */
  Future<?> useCertificates(KeyCertOptions certificates) {
    ServedTls changed = listening.tls().orElseThrow().with(certificates);
    return tlsServer.updateSSLOptions(
        ListenOptions.ofTls(gateway.config().gateway(), changed).getSslOptions(), true);
  }

  /** Stops accepting and waits for the requests under way, at most so long. */
  Future<Void> drain(Duration timeout) {
    Future<Void> drained = server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return tlsServer == null
        ? drained
        : Future.join(drained, tlsServer.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS))
            .mapEmpty();
  }

  @Override
  public Future<?> stop() {
    return publisher.stop();
  }
}
