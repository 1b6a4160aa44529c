package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.ShutdownConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.ConnectionCounts.Verdict;
import dev.spillway.lb.forward.ClientSide;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.forward.TrustedProxies;
import dev.spillway.lb.framing.ClientFraming;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
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
  private final HttpServerOptions options;
  private final TimeLimits limits;
  private final TrustedProxies trusted;
  private final ConnectionCounts counts;
  private final IdentityHashMap<HttpConnection, ClientConnection> connections =
      new IdentityHashMap<>();

  /**
   * No connection yet.
   *
   * @param context the event loop's
   * @param options those of the server that takes the connections
   * @param counts shared by the gateway's event loops
   */
  ClientConnections(
      Context context,
      SpillwayConfig config,
      HttpServerOptions options,
      TimeLimits limits,
      ConnectionCounts counts) {
    this.context = context;
    this.gateway = config.gateway();
    this.shutdown = config.shutdown();
    this.options = options;
    this.limits = limits;
    this.trusted = new TrustedProxies(gateway.trustedProxies());
    this.counts = counts;
  }

  void opened(HttpConnection connection) {
    String client =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    Verdict verdict = counts.opened(client);
    connection.closeHandler(v -> closed(connection, client));
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=client-connection-failed cause=\"{}\"", cause.getMessage()));
    ClientConnection opened =
        new ClientConnection(connection, newPeer(connection), context, gateway.timeouts());
    ClientFraming framing = ClientFraming.install(connection, options, gateway.limits(), opened);
    limits.watch(opened);
    connections.put(connection, opened);
    switch (verdict) {
      case WELCOME -> opened.opened(framing);
      case TOO_MANY -> opened.turnedAway(framing, 503, "Service Unavailable");
      case TOO_MANY_OF_CLIENT -> opened.turnedAway(framing, 429, "Too Many Requests");
    }
    Lingering.install(connection, shutdown.linger());
  }

  /** Who sends the requests of a connection. */
  Peer peer(HttpConnection of) {
    ClientConnection connection = connections.get(of);
    return connection == null ? newPeer(of) : connection.peer();
  }

  private Peer newPeer(HttpConnection connection) {
    return trusted.peer(connection.remoteAddress(), connection.localAddress());
  }

  /** Whether a request that was received is to be served. */
  boolean requestBegun(ClientSide client) {
    ClientConnection connection = connections.get(client.request().connection());
    return connection == null || connection.requestBegun(client);
  }

  /**
   * @param last whether the client was told that there is no further one
   */
  void requestEnded(HttpConnection of, boolean last) {
    ClientConnection connection = connections.get(of);
    if (connection != null) {
      connection.requestEnded();
    }
    if (last) {
      of.shutdown(shutdown.timeout().toMillis() + 1, TimeUnit.MILLISECONDS);
    }
  }

  private void closed(HttpConnection connection, String client) {
    counts.closed(client);
    ClientConnection closed = connections.remove(connection);
    if (closed != null) {
      closed.closed();
    }
    UnreadMessages.drop(connection);
  }
}
