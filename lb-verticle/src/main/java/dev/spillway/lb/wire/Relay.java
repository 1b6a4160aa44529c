package dev.spillway.lb.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ShutdownEvent;

/**
 * Sends on what one connection of a tunnel receives, to the other, no faster than that takes it,
 * and its end after the last byte. Vert.x' NetSocket has no half-closed connections, hence this.
 */
final class Relay extends ChannelInboundHandlerAdapter {
  private final Channel from;
  private final Channel to;
  private final Runnable moved;
  private boolean ended;
  private boolean outputEnded;
  private Relay back;

  private Relay(Channel from, Channel to, Runnable moved) {
    this.from = from;
    this.to = to;
    this.moved = moved;
  }

  /** Relays both ways from now on; both channels belong to the event loop that calls this. */
  static void between(Channel one, Channel other, Runnable moved) {
    Relay there = new Relay(one, other, moved);
    Relay back = new Relay(other, one, moved);
    there.back = back;
    back.back = there;
    there.install();
    back.install();
  }

  private void install() {
    from.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    from.pipeline().replace("handler", "handler", this);
    from.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf) {
      to.write(message);
    } else {
      ReferenceCountUtil.release(message); // the end of the HTTP message that the switch was
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    moved.run();
    to.flush();
    if (!to.isWritable() && to.isActive()) {
      from.config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    moved.run();
    to.config().setAutoRead(from.isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      inputEnded();
    } else if (event instanceof ShutdownEvent shutdown) {
      // The gateway stops: as a connection of Vert.x would, it ends when the time is up.
      from.eventLoop().schedule((Runnable) from::close, shutdown.timeout(), shutdown.timeUnit());
    } else {
      ReferenceCountUtil.release(event);
    }
  }

  private void inputEnded() {
    if (ended) {
      return;
    }
    ended = true;
    to.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener((ChannelFutureListener) written -> back.endOutput());
  }

  /** Everything was sent to where this relay reads from, and nothing more will be. */
  private void endOutput() {
    if (outputEnded) {
      return;
    }
    outputEnded = true;
    if (ended || !from.isActive()) {
      from.close();
      return;
    }
    SslHandler tls = from.pipeline().get(SslHandler.class);
    if (tls == null) {
      endConnectionsOutput();
    } else {
      // A close_notify ends one direction alone in TLS 1.3 (RFC 8446 §6.1), and a WebSocket's
      // client waits for the end of the connection below (RFC 6455 §7.1.1).
      tls.closeOutbound().addListener(sent -> endConnectionsOutput());
    }
    if (back.outputEnded) {
      to.close();
    }
  }

  private void endConnectionsOutput() {
    if (from instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      from.close();
    }
  }

  /** Nothing more can be sent to it, so nothing more is wanted for it. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
