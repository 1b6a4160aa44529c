package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What follows a request that asks for another protocol: until its answer is known, nobody can tell
 * whether that is a request or not. Vert.x would decode it, and lose it if the protocol is
 * switched.
 */
final class HeldBack {
  private static final int MOST = 64 * 1024;

  private ByteBuf scanned;
  private ByteBuf unseen;
  private MessageFault fault;

  /** Bytes that were scanned, and are sound. */
  void addScanned(ChannelHandlerContext context, ByteBuf in) {
    scanned = append(context, scanned, in);
  }

  /** Bytes that were not scanned. */
  void addUnseen(ChannelHandlerContext context, ByteBuf in) {
    unseen = append(context, unseen, in);
    if (unseen.readableBytes() >= MOST) {
      context.channel().config().setAutoRead(false);
    }
  }

  /** After what was scanned comes this fault, if it is HTTP. */
  void faultAfterScanned(MessageFault found) {
    fault = found;
  }

  private static ByteBuf append(ChannelHandlerContext context, ByteBuf to, ByteBuf in) {
    ByteBuf all = to == null ? context.alloc().buffer(in.readableBytes()) : to;
    return all.writeBytes(in);
  }

  ByteBuf takeScanned() {
    ByteBuf taken = scanned;
    scanned = null;
    return taken;
  }

  ByteBuf takeUnseen() {
    ByteBuf taken = unseen;
    unseen = null;
    return taken;
  }

  /** Null if there is none. */
  MessageFault fault() {
    return fault;
  }

  /** All of it in order; null for nothing. */
  ByteBuf takeAll() {
    ByteBuf first = takeScanned();
    ByteBuf rest = takeUnseen();
    if (first == null || rest == null) {
      return first == null ? rest : first;
    }
    first.writeBytes(rest);
    rest.release();
    return first;
  }
}
