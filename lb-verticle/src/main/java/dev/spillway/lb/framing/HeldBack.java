package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What follows a request that asks for another protocol: until its answer is known, nobody can tell
 * whether that is a request or not. Vert.x would decode it, and lose it if the protocol is
 * switched. For one connection, on its event loop.
 */
final class HeldBack {
  private static final int MOST = 64 * 1024;

  private ByteBuf octets; // null: none

  /** More of it was received. The caller keeps {@code in}. */
  void add(ChannelHandlerContext context, ByteBuf in) {
    if (octets == null) {
      octets = context.alloc().buffer(in.readableBytes());
    }
    octets.writeBytes(in);
    if (octets.readableBytes() >= MOST) {
      context.channel().config().setAutoRead(false);
    }
  }

  /** Whether there is nothing. */
  boolean isEmpty() {
    return octets == null;
  }

  /** All of it, which is the caller's; null for nothing. */
  ByteBuf take() {
    ByteBuf taken = octets;
    octets = null;
    return taken;
  }
}
