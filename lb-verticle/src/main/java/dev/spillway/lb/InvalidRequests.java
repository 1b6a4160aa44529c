package dev.spillway.lb;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is no HTTP request, or a longer one than may be; the connection is then closed. */
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      answer(request, 414, "the request target is longer than it may be");
    } else if (cause instanceof TooLongHttpHeaderException) {
      answer(request, 431, "the header fields are longer than they may be");
    } else {
      answer(request, 400, "this is no valid HTTP request");
    }
  }

  private static void answer(HttpServerRequest request, int status, String reason) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(reason + "\n");
    request.connection().close();
  }
}
