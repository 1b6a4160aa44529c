package dev.spillway.lb.forward;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * The rest of a request body that nobody wants because the answer is already out. Closing at once
 * could make the client's system throw that answer away (RFC 9112 §9.6), so the rest is read and
 * dropped for a while first.
 */
final class UnreadBody {
  static final long LINGER_MILLIS = 2_000;

  private UnreadBody() {}

  /** Drops the rest, then closes the connection. */
  static void discardAndClose(HttpServerRequest request) {
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
    if (!request.isEnded()) {
      request.endHandler(
          v -> {
            vertx.cancelTimer(timer);
            request.connection().close();
          });
      discard(request);
    }
  }

  /** Drops the rest; the connection goes on if it ends in time, and is closed if not. */
  static void discardAndKeep(HttpServerRequest request) {
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
    request.endHandler(v -> vertx.cancelTimer(timer));
    discard(request);
  }

  private static void discard(HttpServerRequest request) {
    request.handler(null);
    request.exceptionHandler(null);
    request.resume();
  }
}
