package dev.spillway.monitor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The dashboard's page and its script. Both are the same for everybody and tell nothing, so they
 * need no token; what they ask for does.
 */
final class Dashboard {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Dashboard() {}

  static void mount(Router router) {
    Buffer page = resource("dashboard.html");
    Buffer script = resource("dashboard.js");
    router.get("/").handler(request -> send(request, page, "text/html; charset=utf-8"));
    router
        .get("/dashboard.js")
        .handler(request -> send(request, script, "text/javascript; charset=utf-8"));
  }

  private static void send(RoutingContext request, Buffer content, String type) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(content);
  }

  private static Buffer resource(String name) {
    try (InputStream in = Dashboard.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected the resource " + name + ", found none");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the resource " + name, e);
    }
  }
}
