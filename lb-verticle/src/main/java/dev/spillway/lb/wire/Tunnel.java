package dev.spillway.lb.wire;

import dev.spillway.lb.framing.ClientFraming;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/**
 * Two connections that have left HTTP, each other's ends from now on: no byte lost or repeated,
 * back pressure both ways, an end passed on after the last byte before it. For one event loop.
 */
public final class Tunnel {
  private final Channel client;
  private final Channel server;
  private final Promise<Void> closed = Promise.promise();

  private Tunnel(Channel client, Channel server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Opens a tunnel. To be called while the server's 101 is being handled, so that what follows it
   * is not yet read; the fields of the client's 101 are set already, and it is sent by this.
   *
   * @param request the client's request, of HTTP/1.1 and without a body
   * @param server the connection to the server, of HTTP/1.1; leaves its pool
   * @param moved called whenever a byte moves
   */
  public static Future<Tunnel> open(
      HttpServerRequest request, HttpConnection server, Runnable moved) {
    Channel toServer = Channels.takenFromPool(server);
    ByteBuf early = ClientFraming.take(request.connection());
    Future<NetSocket> switched = request.toNetSocket();
    if (!switched.succeeded()) {
      if (early != null) {
        early.release();
      }
      toServer.close();
      return Future.failedFuture(
          switched.failed()
              ? switched.cause()
              : new IllegalStateException("expected the client's connection to switch at once"));
    }
    Tunnel tunnel = new Tunnel(Channels.of(switched.result()), toServer);
    tunnel.start(early, moved);
    return Future.succeededFuture(tunnel);
  }

  private void start(ByteBuf early, Runnable moved) {
    Relay.between(client, server, moved);
    if (early != null) {
      server.writeAndFlush(early);
    }
    client.closeFuture().addListener(done -> endClosed());
    server.closeFuture().addListener(done -> endClosed());
  }

  private void endClosed() {
    if (!client.isOpen() && !server.isOpen()) {
      closed.tryComplete();
    }
  }

  /** Completes when both connections are closed. */
  public Future<Void> closed() {
    return closed.future();
  }

  /** Closes both connections at once. */
  public void close() {
    client.close();
    server.close();
  }
}
