package dev.spillway.benchmarks.peer;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.SplittableRandom;

/**
 * Sets what HAProxy, nginx and Spillway set, so that vertx-http-proxy does no less than they do.
 */
final class SameFields implements ProxyInterceptor {
  private static final String REQUEST_ID = "X-Request-Id";
  private static final String VIA = "Via";
  private static final String BY = "1.1 vertx";

  private final SplittableRandom random = new SplittableRandom();

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    ProxyRequest request = context.request();
    HttpServerRequest received = request.proxiedRequest();
    String client = received.remoteAddress().hostAddress();
    String host = received.authority().toString();
    String scheme = received.scheme();
    String id = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    context.set(REQUEST_ID, id);
    request
        .putHeader("X-Forwarded-For", client)
        .putHeader("X-Forwarded-Proto", scheme)
        .putHeader("X-Forwarded-Host", host)
        .putHeader("X-Forwarded-Port", Integer.toString(received.localAddress().port()))
        .putHeader("Forwarded", "for=" + client + ";host=" + host + ";proto=" + scheme)
        .putHeader(REQUEST_ID, id)
        .putHeader(VIA, BY);
    return context.sendRequest();
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    // The backend's word about its own connection: vertx-http-proxy passes it on, and HTTP/2
    // clients
    // take an answer with it for malformed (RFC 9113, 8.2.2).
    context.response().headers().remove(HttpHeaders.CONNECTION);
    context
        .response()
        .putHeader(REQUEST_ID, context.get(REQUEST_ID, String.class))
        .putHeader(VIA, BY);
    return context.sendResponse();
  }
}
