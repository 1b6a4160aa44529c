package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.forward.Forwarder;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.publish.RequestServedPublisher;
import dev.spillway.lb.route.Router;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
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
  private static final Duration SLOWEST_LOOK = Duration.ofMillis(100);

  private final Gateway gateway;
  private final SocketAddress address;
  private HttpServer server;
  private RequestServedPublisher publisher;

  LoadBalancerVerticle(Gateway gateway, SocketAddress address) {
    this.gateway = gateway;
    this.address = address;
  }

  @Override
  public Future<?> start() {
    SpillwayConfig config = gateway.config();
    TimeLimits limits = new TimeLimits(lookPeriod(config), System::nanoTime);
    limits.start(vertx);
    publisher =
        new RequestServedPublisher(
            vertx,
            gateway.gatewayId(),
            config.events().flushInterval(),
            gateway.inFlight(),
            System::currentTimeMillis);
    publisher.start();
    HttpServerOptions options = ListenOptions.of(config.gateway());
    ClientConnections connections =
        new ClientConnections(context, config, options, limits, gateway.connectionCounts());
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
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::opened)
            .invalidRequestHandler(invalid::answerUndecoded)
            .requestHandler(request -> RequestFlow.begin(steps, request));
    return server.listen(address);
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
        new RetryBudget(pool.faults().retries(), System::nanoTime));
  }

  /** A tenth of the shortest limit, so that none is noticed much late. */
  private static Duration lookPeriod(SpillwayConfig config) {
    return Stream.concat(
            Stream.of(
                SLOWEST_LOOK.multipliedBy(10),
                config.gateway().timeouts().head(),
                config.gateway().timeouts().body(),
                config.gateway().timeouts().idle()),
            config.pools().values().stream().flatMap(pool -> limitsOf(pool.timeouts())))
        .min(Duration::compareTo)
        .map(shortest -> shortest.dividedBy(10))
        .filter(period -> period.toMillis() > 0)
        .orElse(Duration.ofMillis(1));
  }

  private static Stream<Duration> limitsOf(PoolConfig.ServerTimeouts timeouts) {
    return Stream.concat(
        Stream.of(timeouts.connect(), timeouts.response(), timeouts.idle()),
        timeouts.request().stream());
  }

  int port() {
    return server.actualPort();
  }

  /** Stops accepting and waits for the requests under way, at most so long. */
  Future<Void> drain(Duration timeout) {
    return server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> stop() {
    publisher.stop();
    return Future.succeededFuture();
  }
}
