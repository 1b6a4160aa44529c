package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.ShutdownConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.ConnectionCounts.Verdict;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.forward.TrustedProxies;
import dev.spillway.lb.framing.ClientFraming;
import dev.spillway.lb.framing.KnownLines;
import dev.spillway.lb.wire.Accepted;
import dev.spillway.lb.wire.http2.AcceptedHttp2;
import dev.spillway.lb.wire.http2.FieldNames;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.PriorKnowledge;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client connections of one event loop: no more in the whole process than may be, each read
 * strictly, and none open for longer than it may be without a request. A connection with a request
 * under way is left to the limits of that request.
 */
final class ClientConnections {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClientConnections.class);

  private final Context context;
  private final GatewayConfig gateway;
  private final ShutdownConfig shutdown;
  private final TimeLimits limits;
  private final TrustedProxies trusted;
  private final ConnectionCounts counts;
  private final KnownLines lines = KnownLines.ofRequests();
  private final FieldNames names = new FieldNames();
  private final IdentityHashMap<HttpConnection, ClientConnection> connections =
      new IdentityHashMap<>();

  /**
   * No connection yet.
   *
   * @param context the event loop's
   * @param counts shared by the gateway's event loops
   */
  ClientConnections(
      Context context, SpillwayConfig config, TimeLimits limits, ConnectionCounts counts) {
    this.context = context;
    this.gateway = config.gateway();
    this.shutdown = config.shutdown();
    this.limits = limits;
    this.trusted = new TrustedProxies(gateway.trustedProxies());
    this.counts = counts;
  }

  /**
   * A client has connected.
   *
   * @param options of the server that accepted it
   * @param requests takes its requests, should it begin with HTTP/2
   */
  void opened(
      HttpConnection connection, HttpServerOptions options, Handler<HttpServerRequest> requests) {
    String client =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    Verdict verdict = counts.opened(client);
    connection.closeHandler(v -> closed(connection));
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=client-connection-failed cause=\"{}\"", cause.getMessage()));
    ClientConnection opened =
        new ClientConnection(connection, newPeer(connection), context, gateway.timeouts());
    Accepted.prepare(connection);
    AcceptedHttp2.prepare(connection, options, names);
    ClientFraming framing =
        ClientFraming.install(
            connection,
            options,
            gateway.limits(),
            lines,
            opened,
            () -> beginsWithHttp2(connection, options, requests));
    limits.watch(opened);
    connections.put(connection, opened);
    switch (verdict) {
      case WELCOME -> opened.opened(framing);
      case TOO_MANY -> opened.turnedAway(framing, 503, "Service Unavailable");
      case TOO_MANY_OF_CLIENT -> opened.turnedAway(framing, 429, "Too Many Requests");
    }
    Lingering.install(connection, shutdown.linger());
  }

  private void beginsWithHttp2(
      HttpConnection http1, HttpServerOptions options, Handler<HttpServerRequest> requests) {
    PriorKnowledge.switchToHttp2(
        http1,
        requests,
        http2 -> {
          closed(http1);
          opened(http2, options, requests);
        },
        () -> closed(http1));
  }

  /** The one that Vert.x knows by this; of one that was closed, at least who it was. */
  ClientConnection of(HttpConnection connection) {
    ClientConnection known = connections.get(connection);
    if (known != null) {
      return known;
    }
    ClientConnection gone =
        new ClientConnection(connection, newPeer(connection), context, gateway.timeouts());
    gone.closed();
    return gone;
  }

  private Peer newPeer(HttpConnection connection) {
    return trusted.peer(connection.remoteAddress(), connection.localAddress(), connection.isSsl());
  }

  /** The client was told that there is no further request on this connection. */
  void lastRequestEnded(HttpConnection connection) {
    connection.shutdown(shutdown.timeout().toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  /**
   * A connection was closed. Vert.x does not tell of one that has left HTTP, so its tunnel does.
   */
  void closed(HttpConnection connection) {
    counts.closed(
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress());
    ClientConnection closed = connections.remove(connection);
    if (closed != null) {
      closed.closed();
    }
    UnreadMessages.drop(connection);
  }
}
