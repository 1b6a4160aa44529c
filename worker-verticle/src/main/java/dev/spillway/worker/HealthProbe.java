package dev.spillway.worker;

import dev.spillway.config.PoolConfig.HealthConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks servers whether they are healthy: by an HTTP path that must answer 2xx or 3xx, or, without
 * one, by a TCP connect. Each probe has a connection of its own, since a kept one would say nothing
 * of the next connect. Probes go to the server directly; they are no requests.
 */
final class HealthProbe {
  /** What one probe may take; a server that needs longer for its health path isn't ready. */
  static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

  /** A connection that is to count must not be closed for so long. */
  private static final Duration STAYS_OPEN = Duration.ofMillis(50);

  private static final int UNBOUNDED = 10_000;

  private final Vertx vertx;
  private final HttpClient http;
  private final NetClient net;

  HealthProbe(Vertx vertx) {
    this.vertx = vertx;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(UNBOUNDED));
    this.net = vertx.createNetClient();
  }

  /** One probe; fails with what came instead. */
  Future<Void> once(String url, HealthConfig health) {
    URI base = URI.create(url);
    return health.path().isPresent()
        ? answers(base, health.path().get())
        : accepts(base.getHost(), port(base));
  }

  /**
   * Probes at once and then at the configured interval, counted from one probe's start to the
   * next's, one at a time. Completes with the first success; fails with the last probe's failure if
   * it is over before that.
   *
   * @param over probing ends when this is complete
   * @param onMiss is told why each probe failed
   */
  Future<Void> untilHealthy(
      String url, HealthConfig health, Future<?> over, Handler<Throwable> onMiss) {
    Promise<Void> healthy = Promise.promise();
    probe(url, health, over, onMiss, healthy);
    return healthy.future();
  }

  private void probe(
      String url,
      HealthConfig health,
      Future<?> over,
      Handler<Throwable> onMiss,
      Promise<Void> healthy) {
    long startedAt = System.nanoTime();
    once(url, health)
        .onSuccess(healthy::tryComplete)
        .onFailure(
            failure -> {
              onMiss.handle(failure);
              if (over.isComplete()) {
                healthy.tryFail(failure);
                return;
              }
              long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
              long pause = Math.max(1, health.interval().toMillis() - taken);
              vertx.setTimer(
                  pause,
                  timer -> {
                    // It may have ended, and this probe with it, during the pause.
                    if (over.isComplete()) {
                      healthy.tryFail(failure);
                    } else {
                      probe(url, health, over, onMiss, healthy);
                    }
                  });
            });
  }

  private Future<Void> answers(URI base, String path) {
    RequestOptions options =
        new RequestOptions()
            .setHost(base.getHost())
            .setPort(port(base))
            .setSsl("https".equals(base.getScheme()))
            .setURI(path)
            .setFollowRedirects(false)
            .setConnectTimeout(PROBE_TIMEOUT.toMillis());
    return http.request(options).compose(HealthProbe::head).compose(HealthProbe::healthy);
  }

  private static Future<HttpClientResponse> head(HttpClientRequest request) {
    return request
        .send()
        .timeout(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete((response, failure) -> request.connection().close());
  }

  private static Future<Void> healthy(HttpClientResponse response) {
    int status = response.statusCode();
    return status >= 200 && status < 400
        ? Future.succeededFuture()
        : Future.failedFuture(
            "the health check answered %d, expected 2xx or 3xx".formatted(status));
  }

  private Future<Void> accepts(String host, int port) {
    ConnectOptions options =
        new ConnectOptions().setHost(host).setPort(port).setTimeout((int) PROBE_TIMEOUT.toMillis());
    Promise<Void> accepted = Promise.promise();
    // On its own event loop nothing comes between the connection and the look for its end; from
    // another thread it may be closed by then, and its handler is told nothing.
    vertx
        .getOrCreateContext()
        .runOnContext(v -> net.connect(options).compose(this::staysOpen).onComplete(accepted));
    return accepted.future();
  }

  /**
   * Docker's proxy of a published port accepts at once, also where nobody listens behind it, and
   * closes as soon as it has found that out. So a connection counts only if it stays open.
   */
  private Future<Void> staysOpen(NetSocket socket) {
    Promise<Void> open = Promise.promise();
    socket.closeHandler(
        closed -> open.tryFail("the connection was accepted and closed again at once"));
    vertx.setTimer(STAYS_OPEN.toMillis(), timer -> open.tryComplete());
    return open.future().eventually(socket::close);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  Future<Void> close() {
    return Future.join(http.close(), net.close()).mapEmpty();
  }
}
