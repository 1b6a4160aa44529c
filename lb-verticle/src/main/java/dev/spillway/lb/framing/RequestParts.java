package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Gives the parts of a request's body to who asked for them, as they were received: Vert.x would
 * copy each onto the heap, and each would be copied once more to be sent. Heads and ends go on to
 * Vert.x, which keeps the account of messages. For one client's connection, on its event loop.
 */
public final class RequestParts extends ChannelInboundHandlerAdapter {
  /** Who takes the parts of one body. */
  public interface Taker {
    /** A part, which is the taker's from now on; not empty. */
    void part(ByteBuf octets);

    /** Nothing more comes of what was read with the last part. */
    void partsRead();

    /** The body has ended, and Vert.x was told; nothing more is called. */
    void ended();

    /** The connection has, and the body had not ended; nothing more is called. */
    void lost();
  }

  private ChannelHandlerContext context;
  private Taker taker; // null: no body is being received
  private boolean paused;

  RequestParts() {}

  /** The parts of the body that follows the head last received go there. */
  void giveTo(Taker taker) {
    this.taker = taker;
  }

  /** Reads no further in this body; some of what was received may still come, even its end. */
  public void pauseReading() {
    if (taker != null && !paused) {
      paused = true;
      setReading(false);
    }
  }

  /** Reads on. */
  public void resumeReading() {
    if (paused) {
      paused = false;
      setReading(true);
    }
  }

  /** A connection that is closed is no longer its event loop's: Netty does not expect it. */
  private void setReading(boolean on) {
    if (context.channel().isActive()) {
      context.channel().config().setAutoRead(on);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (taker == null
        || !(message instanceof HttpContent content)
        || content.decoderResult().isFailure()) {
      ctx.fireChannelRead(message);
      return;
    }
    if (content.content().isReadable()) {
      taker.part(content.content());
    } else {
      content.release();
    }
    if (content instanceof LastHttpContent) {
      end(ctx);
    }
  }

  private void end(ChannelHandlerContext ctx) {
    Taker told = taker;
    taker = null;
    resumeReading(); // the next body may have another taker
    ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    told.ended();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (taker != null) {
      taker.partsRead();
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    Taker told = taker;
    taker = null;
    if (told != null) {
      told.lost();
    }
  }
}
