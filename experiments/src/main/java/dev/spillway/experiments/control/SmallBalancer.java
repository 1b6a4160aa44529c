package dev.spillway.experiments.control;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Supplier;

/**
 * As little of a balancer as can be: asks its control for a place, forwards a GET, hands back the
 * answer. What it costs beyond that is its control.
 */
final class SmallBalancer extends VerticleBase {
  private static final int CONNECTIONS = 1000;
  private static final int BAD_GATEWAY = 502;

  private final SocketAddress address;
  private final Supplier<Future<Control>> opening;
  private HttpClient client;
  private HttpServer server;
  private Control control;

  /** One of several that share an address; each opens a control of its own. */
  SmallBalancer(SocketAddress address, Supplier<Future<Control>> opening) {
    this.address = address;
    this.opening = opening;
  }

  @Override
  public Future<?> start() {
    client =
        vertx.createHttpClient(
            new HttpClientOptions(),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    server = vertx.createHttpServer().requestHandler(this::forward);
    return opening
        .get()
        .compose(
            opened -> {
              control = opened;
              return server.listen(address);
            });
  }

  int port() {
    return server.actualPort();
  }

  private void forward(HttpServerRequest request) {
    control
        .take()
        .compose(place -> exchange(request, place).onComplete(answered -> place.giveBack()))
        .onFailure(
            failure -> {
              if (!request.response().ended()) {
                request.response().setStatusCode(BAD_GATEWAY).end(failure + "\n");
              }
            });
  }

  private Future<Void> exchange(HttpServerRequest request, Control.Place place) {
    return client
        .request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(place.url() + "/"))
        .compose(HttpClientRequest::send)
        .compose(
            answer ->
                answer
                    .body()
                    .compose(
                        body -> request.response().setStatusCode(answer.statusCode()).end(body)));
  }
}
