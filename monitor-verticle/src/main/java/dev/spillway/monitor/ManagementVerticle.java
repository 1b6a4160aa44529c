package dev.spillway.monitor;

import dev.spillway.config.ManagementConfig;
import dev.spillway.monitor.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management endpoint: {@code GET /api/pools}, {@code /api/events}, {@code /metrics}, {@code
 * /health} (the process is alive) and {@code /ready} (it can do its work; 503 with the reason if
 * not). With a token configured, all but the two probes require it. Every answer but metrics and
 * events is JSON.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementVerticle.class);
  private static final long CHECK_MILLIS = 3000;

  private final ManagementConfig config;
  private final Supplier<Future<JsonArray>> pools;
  private final Readiness readiness;
  private final Metrics metrics;
  private volatile int port;

  /**
   * An endpoint that is not open yet.
   *
   * @param config where to listen, and the token
   * @param pools what {@code /api/pools} answers, such as {@link PoolsView#read}
   * @param readiness what {@code /ready} asks
   * @param metrics what {@code /metrics} tells
   */
  public ManagementVerticle(
      ManagementConfig config,
      Supplier<Future<JsonArray>> pools,
      Readiness readiness,
      Metrics metrics) {
    this.config = Objects.requireNonNull(config);
    this.pools = Objects.requireNonNull(pools);
    this.readiness = Objects.requireNonNull(readiness);
    this.metrics = Objects.requireNonNull(metrics);
  }

  /** The port it listens on; 0 before it does. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions().setIdleTimeout(30).setIdleTimeoutUnit(TimeUnit.SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(routes())
        .listen(config.port(), config.host())
        .onSuccess((HttpServer server) -> port = server.actualPort());
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router.get("/health").handler(request -> answerOk(request, "alive"));
    router.get("/ready").handler(this::ready);
    Dashboard.mount(router);
    config.token().map(BearerToken::new).ifPresent(t -> router.route().handler(t::check));
    router.get("/api/pools").handler(this::pools);
    router.get("/api/events").handler(new EventStream(vertx)::open);
    router.get("/metrics").handler(this::metrics);
    router.errorHandler(404, request -> JsonAnswer.error(request, 404, "no such page"));
    router.errorHandler(405, request -> JsonAnswer.error(request, 405, "expected GET"));
    router.errorHandler(400, request -> JsonAnswer.error(request, 400, "malformed request"));
    router.errorHandler(500, this::failed);
    return router;
  }

  private void ready(RoutingContext request) {
    readiness
        .check()
        .timeout(CHECK_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(ready -> answerOk(request, "ready"))
        .onFailure(reason -> JsonAnswer.error(request, 503, String.valueOf(reason.getMessage())));
  }

  private void pools(RoutingContext request) {
    pools
        .get()
        .onSuccess(found -> JsonAnswer.send(request, 200, found.toBuffer()))
        .onFailure(reason -> JsonAnswer.error(request, 503, String.valueOf(reason.getMessage())));
  }

  private void metrics(RoutingContext request) {
    metrics
        .text(vertx)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(text))
        .onFailure(request::fail);
  }

  /** The cause is logged here and never sent. */
  private void failed(RoutingContext request) {
    LOG.warn("management request failed path={}", request.normalizedPath(), request.failure());
    JsonAnswer.error(request, 500, "internal error, see the log");
  }

  private static void answerOk(RoutingContext request, String status) {
    JsonAnswer.send(request, 200, new JsonObject().put("status", status).toBuffer());
  }
}
