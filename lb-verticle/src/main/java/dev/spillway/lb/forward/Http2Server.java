package dev.spillway.lb.forward;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;

/** What is different about a request to a server that speaks HTTP/2. */
final class Http2Server {
  private static final long CANCEL = 8; // RFC 9113 §7

  private Http2Server() {}

  /**
   * Changes a head that is about to be sent and has all the fields HTTP/1.1 would have: the host is
   * {@code :authority}, and the client's wish for trailers, which gRPC insists on, may be passed on
   * (RFC 9113 §8.2.2, §8.3.1).
   */
  static void prepare(HttpClientRequest sent, HttpServerRequest received) {
    if (sent.version() != HttpVersion.HTTP_2) {
      return;
    }
    String host = sent.headers().get(HttpHeaders.HOST);
    if (host != null) {
      HostAndPort authority = HostAndPort.parseAuthority(host, -1);
      if (authority != null) {
        sent.authority(authority);
      }
      sent.headers().remove(HttpHeaders.HOST);
    }
    String te = received.getHeader("te");
    if (te != null && te.toLowerCase(Locale.ROOT).contains("trailers")) {
      sent.headers().set("te", "trailers");
    }
  }

  /** Takes a request in the middle of which the connection may be from its server, at once. */
  static void leave(HttpClientRequest sent) {
    if (sent.version() == HttpVersion.HTTP_2) {
      sent.reset(CANCEL);
    } else {
      sent.connection().close();
    }
  }
}
