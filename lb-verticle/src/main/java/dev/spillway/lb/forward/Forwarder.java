package dev.spillway.lb.forward;

import dev.spillway.config.GatewayConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.ServerProtocol;
import io.vertx.core.Vertx;
import java.util.OptionalLong;

/** Forwards requests to the servers of one pool. For the event loop that made it. */
public final class Forwarder {
  private final Upstream upstream;
  private final PoolConfig pool;
  private final GatewayConfig gateway;
  private final TimeLimits limits;
  private final LoneHeads loneHeads;

  /** A forwarder with its own connections; they close with the verticle that made it. */
  public Forwarder(Vertx vertx, PoolConfig pool, GatewayConfig gateway, TimeLimits limits) {
    this.upstream = new Upstream(vertx, pool);
    this.pool = pool;
    this.gateway = gateway;
    this.limits = limits;
    this.loneHeads = new LoneHeads(vertx);
  }

  /** Who is told how an attempt ended: once, on the event loop, maybe before the call returns. */
  public interface Outcome {
    /**
     * The server is done with the request, and its answer is on its way to the client.
     *
     * @param status the answer's; 101 when what it was switched to has ended
     */
    void served(int status);

    /**
     * The server is done with it without that, or its connection is closed.
     *
     * @param cause {@link Unreachable} if nothing was sent, {@link ConnectionLost} if it may be
     *     sent once more, another {@link Refusal} that the client is to be answered with (or to be
     *     cut off for, if an answer has begun), or {@link ClientGone}
     */
    void failed(Throwable cause);
  }

  /**
   * Sends a request to a server and the server's answer to the client.
   *
   * @param client the request; its body must not have been read
   * @param target what it asks for
   * @param server the server's name, for messages
   * @param url where the server answers
   * @param outcome is told when nothing of the request is left at the server
   */
  public void forward(
      ClientSide client, RequestTarget target, String server, String url, Outcome outcome) {
    new Forwarding(this, client, server, outcome).start(target, url);
  }

  Upstream upstream() {
    return upstream;
  }

  TimeLimits limits() {
    return limits;
  }

  LoneHeads loneHeads() {
    return loneHeads;
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
