package dev.spillway.lb.wire.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Sends what several answers on one HTTP/2 connection have to send in one turn of its event loop by
 * one write, of as few buffers as can be. Vert.x flushes after each, for it doesn't know that
 * others come from other servers in the same turn.
 */
final class Http2Flushes {
  private static final int AT_MOST = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

  private Http2Flushes() {}

  /** Nothing waits longer than the turn in which it was written. */
  static void install(Channel channel, AnswerHeads heads) {
    ChannelHandlerContext http2 = channel.pipeline().context(Http2ConnectionHandler.class);
    channel.pipeline().addBefore(http2.name(), "gathers", new GatheredWrites(heads));
    channel
        .pipeline()
        .addBefore(http2.name(), "flushes", new FlushConsolidationHandler(AT_MOST, true));
  }
}
