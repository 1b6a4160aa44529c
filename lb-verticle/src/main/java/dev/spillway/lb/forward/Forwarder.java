package dev.spillway.lb.forward;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.ServerProtocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.OptionalLong;

/** Forwards requests to the servers of one pool. For the event loop that made it. */
public final class Forwarder {
  private final Upstream upstream;
  private final PoolConfig pool;
  private final GatewayConfig gateway;
  private final TimeLimits limits;

  /** A forwarder with its own connections; they close with the verticle that made it. */
  public Forwarder(Vertx vertx, PoolConfig pool, GatewayConfig gateway, TimeLimits limits) {
    this.upstream = new Upstream(vertx, pool);
    this.pool = pool;
    this.gateway = gateway;
    this.limits = limits;
  }

  /**
   * Sends a request to a server and the server's answer to the client.
   *
   * @param client the request; its body must not have been read
   * @param target what it asks for
   * @param server the server's name, for messages
   * @param url where the server answers
   * @return the status, when the server is done with the request. Fails when it is done without
   *     that: with {@link Unreachable} if nothing was sent, {@link ConnectionLost} if it may be
   *     sent once more, another {@link Refusal} that the client is to be answered with (or to be
   *     cut off for, if an answer has begun), or {@link ClientGone}. When the future completes,
   *     nothing of the request is left at the server or is closed.
   */
  public Future<Integer> forward(
      ClientSide client, RequestTarget target, String server, String url) {
    return new Forwarding(this, client, server).start(target, url);
  }

  Upstream upstream() {
    return upstream;
  }

  TimeLimits limits() {
    return limits;
  }

  PoolConfig.ServerTimeouts serverTimeouts() {
    return pool.timeouts();
  }

  GatewayConfig gateway() {
    return gateway;
  }

  boolean speaksHttp2() {
    return pool.protocol() == ServerProtocol.HTTP2;
  }

  OptionalLong bodyLimit() {
    return gateway.limits().body();
  }
}
