package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.ShutdownConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.forward.TrustedProxies;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
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
  private final ShutdownConfig shutdown;
  private final TimeLimits limits;
  private final TrustedProxies trusted;
  private final AtomicInteger openInProcess;
  private final IdentityHashMap<HttpConnection, Idle> connections = new IdentityHashMap<>();

  /**
   * No connection yet.
   *
   * @param openInProcess shared by the gateway's event loops
   */
  ClientConnections(SpillwayConfig config, TimeLimits limits, AtomicInteger openInProcess) {
    this.gateway = config.gateway();
    this.shutdown = config.shutdown();
    this.limits = limits;
    this.trusted = new TrustedProxies(gateway.trustedProxies());
    this.openInProcess = openInProcess;
  }

  void opened(HttpConnection connection) {
    int open = openInProcess.incrementAndGet();
    connection.closeHandler(v -> closed(connection));
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=client-connection-failed cause=\"{}\"", cause.getMessage()));
    if (open > gateway.limits().connections().orElse(Integer.MAX_VALUE)) {
      connection.close();
      return;
    }
    Lingering.install(connection, shutdown.linger());
    Idle idle = new Idle(connection);
    connections.put(connection, idle);
    idle.start(gateway.timeouts().head());
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

  /**
   * @param last whether the client was told that there is no further one
   */
  void requestEnded(HttpConnection connection, boolean last) {
    Idle idle = connections.get(connection);
    if (idle != null) {
      idle.requestEnded(gateway.timeouts().idle());
    }
    if (last) {
      connection.shutdown(shutdown.timeout().toMillis() + 1, TimeUnit.MILLISECONDS);
    }
  }

  private void closed(HttpConnection connection) {
    openInProcess.decrementAndGet();
    Idle idle = connections.remove(connection);
    if (idle != null) {
      idle.end();
    }
    UnreadMessages.drop(connection);
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
