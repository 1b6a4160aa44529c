package dev.spillway.lb.wire;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xClientConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/** The Netty channels under Vert.x' connections; Vert.x publishes none of them. */
public final class Channels {
  private Channels() {}

  /** The channel of a connection to a client or to a server. */
  public static Channel of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  static Channel of(NetSocket socket) {
    return ((NetSocketInternal) socket).channelHandlerContext().channel();
  }

  /**
   * Takes a client's HTTP/1.1 connection out of its pool. The response's own {@code netSocket()} is
   * no substitute: it ends at once when the connection ends, before what was received is read.
   */
  static Channel takenFromPool(HttpConnection connection) {
    return of(((Http1xClientConnection) connection).toNetSocket());
  }
}
