package dev.spillway.lb;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a client's HTTP/1 connection from being closed as soon as the server shuts down. A request
 * may be on its way on a connection that looks idle, and would be lost; so it is kept for a while,
 * in which the answer to one more request says that it is the last (RFC 9112 §9.6).
 *
 * <p>Vert.x' server closes idle connections in the same step in which it stops to listen, and
 * publishes no way between; it tells them by an event in their pipelines, which is held back here.
 */
final class Lingering extends ChannelInboundHandlerAdapter {
  private final long millis;
  private Future<?> later;

  private Lingering(long millis) {
    this.millis = millis;
  }

  /** Applies to a connection that was just accepted; HTTP/2 has its own way to say it. */
  static void install(HttpConnection connection, Duration linger) {
    if (connection instanceof Http1xServerConnection http1 && linger.toMillis() > 0) {
      ChannelHandlerContext context = http1.channelHandlerContext();
      context.pipeline().addBefore(context.name(), "lingering", new Lingering(linger.toMillis()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent && later == null) {
      later =
          context
              .executor()
              .schedule(() -> context.fireUserEventTriggered(event), millis, TimeUnit.MILLISECONDS);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handlerRemoved(context);
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (later != null) {
      later.cancel(false);
    }
  }
}
