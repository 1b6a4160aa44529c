package dev.spillway.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request, after a delay, with a random number and the name of the host; {@code
 * /health} at once and silently. A request may ask for a delay of its own, as in {@code
 * /?delay=200ms}. When it is undeployed it stops accepting, and finishes what is in flight.
 */
public final class WebVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);
  private static final Duration FINISHING = Duration.ofSeconds(10);

  /** Lets a client check how many requests a server is given at once. */
  private static final String IN_FLIGHT = "X-Requests-In-Flight";

  private static final int NUMBERS = 1_000_000;

  private final WebSettings settings;
  private final String greeting;
  private HttpServer server;
  private int inFlight;

  /** Does nothing before it is deployed. */
  public WebVerticle(WebSettings settings) {
    this.settings = settings;
    this.greeting = Page.greeting(settings);
  }

  @Override
  public Future<?> start() {
    // Without HTTP/2: some clients give up requests in flight when an HTTP/2 server says goodbye.
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    server = vertx.createHttpServer(options).requestHandler(this::answer);
    return server
        .listen(settings.port(), "0.0.0.0")
        .onSuccess(
            listening ->
                LOG.info(
                    "Listening port={} delay={} host={}",
                    listening.actualPort(),
                    settings.delay(),
                    settings.host()));
  }

  /** The port it listens on, once it is deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    Duration limit = settings.delay().plus(FINISHING);
    return server.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/health")) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end("ok\n");
      return;
    }
    LOG.info("Request received method={} path={}", request.method(), request.path());
    HttpServerResponse response = request.response();
    String asked = request.getParam("delay");
    Optional<Duration> delay =
        asked == null ? Optional.of(settings.delay()) : WebSettings.parseDelay(asked);
    if (delay.isEmpty()) {
      response.setStatusCode(400).end("delay: expected " + WebSettings.DELAY_ALLOWED + "\n");
      return;
    }
    inFlight++;
    response.putHeader(IN_FLIGHT, Integer.toString(inFlight));
    response.endHandler(ended -> inFlight--);
    if (delay.get().isZero()) {
      greet(response);
      return;
    }
    long timer = vertx.setTimer(delay.get().toMillis(), due -> greet(response));
    response.exceptionHandler(gone -> vertx.cancelTimer(timer));
  }

  private void greet(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .end(ThreadLocalRandom.current().nextInt(NUMBERS) + "\n" + greeting);
  }
}
