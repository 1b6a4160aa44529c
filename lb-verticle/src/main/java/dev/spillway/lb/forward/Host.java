package dev.spillway.lb.forward;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

/** The host that a request is for. */
public final class Host {
  private Host() {}

  /**
   * The Host field of HTTP/1, or the {@code :authority} of HTTP/2, where Vert.x takes a Host field
   * in its place (RFC 9113 §8.3.1). Null if there is none.
   */
  public static String of(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return request.getHeader(HttpHeaders.HOST);
    }
    HostAndPort authority = request.authority();
    return authority == null ? null : authority.toString();
  }
}
