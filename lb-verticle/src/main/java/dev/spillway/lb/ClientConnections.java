package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.forward.TrustedProxies;
import dev.spillway.lb.wire.Accepted;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.PriorKnowledge;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client connections of one event loop: no more in the whole process than may be, and none open
 * for longer than it may be without a request. A connection with a request under way is left to the
 * limits of that request.
 */
final class ClientConnections {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClientConnections.class);

  private final GatewayConfig gateway;
  private final TimeLimits limits;
  private final TrustedProxies trusted;
  private final AtomicInteger openInProcess;
  private final IdentityHashMap<HttpConnection, Idle> connections = new IdentityHashMap<>();

  /**
   * No connection yet.
   *
   * @param openInProcess shared by the gateway's event loops
   */
  ClientConnections(GatewayConfig gateway, TimeLimits limits, AtomicInteger openInProcess) {
    this.gateway = gateway;
    this.limits = limits;
    this.trusted = new TrustedProxies(gateway.trustedProxies());
    this.openInProcess = openInProcess;
  }

  /**
   * A client has connected.
   *
   * @param options of the server that accepted it
   * @param requests takes its requests, should it begin with HTTP/2
   */
  void opened(
      HttpConnection connection, HttpServerOptions options, Handler<HttpServerRequest> requests) {
    int open = openInProcess.incrementAndGet();
    connection.closeHandler(v -> closed(connection));
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=client-connection-failed cause=\"{}\"", cause.getMessage()));
    if (open > gateway.limits().connections().orElse(Integer.MAX_VALUE)) {
      connection.close();
      return;
    }
    Accepted.prepare(connection, options, () -> beginsWithHttp2(connection, options, requests));
    Idle idle = new Idle(connection);
    connections.put(connection, idle);
    idle.start(gateway.timeouts().head());
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

  /** Says who sent the request. */
  Peer requestBegun(HttpConnection connection) {
    Idle idle = connections.get(connection);
    if (idle == null) {
      return peer(connection); // it has just been closed
    }
    idle.requestBegun();
    return idle.peer;
  }

  private Peer peer(HttpConnection connection) {
    return trusted.peer(connection.remoteAddress(), connection.localAddress());
  }

  void requestEnded(HttpConnection connection) {
    Idle idle = connections.get(connection);
    if (idle != null) {
      idle.requestEnded(gateway.timeouts().idle());
    }
  }

  /**
   * A connection was closed. Vert.x does not tell of one that has left HTTP, so its tunnel does.
   */
  void closed(HttpConnection connection) {
    openInProcess.decrementAndGet();
    Idle idle = connections.remove(connection);
    if (idle != null) {
      idle.end();
    }
  }

  private final class Idle extends TimeLimits.Limited {
    private final HttpConnection connection;
    private final Peer peer;
    private int requests;

    Idle(HttpConnection connection) {
      this.connection = connection;
      this.peer = peer(connection);
    }

    void start(Duration allowed) {
      limits.watch(this);
      limit(allowed);
    }

    void requestBegun() {
      requests++;
      unlimited();
    }

    /** A pipelined request may have begun already. */
    void requestEnded(Duration allowed) {
      requests--;
      if (requests == 0) {
        limit(allowed);
      }
    }

    void end() {
      unwatch();
    }

    @Override
    protected void expired() {
      connection.close();
    }
  }
}
