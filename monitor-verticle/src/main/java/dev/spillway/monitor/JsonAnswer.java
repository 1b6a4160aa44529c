package dev.spillway.monitor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers of the management endpoint. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void send(RoutingContext request, int status, Buffer json) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json);
  }

  static void error(RoutingContext request, int status, String reason) {
    send(request, status, new JsonObject().put("error", reason).toBuffer());
  }
}
