package dev.spillway.lb.forward;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.ServerProtocol;
import dev.spillway.lb.framing.KnownLines;
import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.ServerConnector;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections from one event loop to the servers of one pool. The client adds nothing and
 * changes nothing: no redirect followed, nothing decoded.
 */
final class Upstream {
  /** Servers should take no fewer requests at once on one HTTP/2 connection (RFC 9113 §6.5.2). */
  private static final int FEWEST_STREAMS = 100;

  private static final int MAX_RESPONSE_HEAD = 256 * 1024;
  private static final long SWEEP_MILLIS = 1_000;

  private final ServerConnector connector;
  private final int expectedRoom;
  private final KnownLines lines = KnownLines.ofAnswers();
  private final Map<String, ServerConnections> servers = new HashMap<>();

  /** To be made on the event loop that uses it. */
  Upstream(Vertx vertx, PoolConfig pool) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setDecompressionSupported(false)
            .setKeepAlive(true)
            .setPipelining(false)
            .setMaxHeaderSize(MAX_RESPONSE_HEAD)
            .setConnectTimeout(
                (int) Math.min(pool.timeouts().connect().toMillis(), Integer.MAX_VALUE))
            .setTcpNoDelay(true);
    boolean http2 = pool.protocol() == ServerProtocol.HTTP2;
    if (http2) {
      options
          .setProtocolVersion(HttpVersion.HTTP_2)
          .setHttp2ClearTextUpgrade(false)
          .setUseAlpn(true);
    }
    expectedRoom = http2 ? FEWEST_STREAMS : 1;
    connector =
        new ServerConnector(
            vertx.createHttpClient(options), (ContextInternal) vertx.getOrCreateContext());
    vertx.setPeriodic(SWEEP_MILLIS, id -> closeExpired());
  }

  /**
   * The connections to a server; to be used at once.
   *
   * @param url where the server answers
   * @throws IllegalArgumentException if that is no URL
   */
  ServerConnections to(String url) {
    ServerConnections connections = servers.get(url);
    if (connections == null) {
      connections =
          new ServerConnections(connector, Origin.parse(url), this::framing, expectedRoom);
      servers.put(url, connections);
    }
    return connections;
  }

  private ServerFraming framing(HttpClientConnectionInternal connection) {
    return ServerFraming.install(connection, MAX_RESPONSE_HEAD, lines);
  }

  private void closeExpired() {
    servers.values().removeIf(ServerConnections::closeExpired);
  }
}
