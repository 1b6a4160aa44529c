package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/**
 * A part of a body in the memory into which it was received. To be written once, which gives that
 * memory back, or released; not to be used after either.
 */
final class ReceivedPart extends BufferImpl {
  /** A smaller part is copied, lest it keep all the memory that was there for one read. */
  private static final int LEAST = 512;

  private final ByteBuf octets;

  private ReceivedPart(ByteBuf octets) {
    super(octets.slice());
    this.octets = octets;
  }

  /** Takes the octets over; all that is readable is the part. */
  static Buffer of(ByteBuf octets) {
    return octets.readableBytes() >= LEAST
        ? new ReceivedPart(octets)
        : Buffer.buffer(HeapCopy.of(octets));
  }

  /** Gives the memory of a part back that will not be written. */
  static void release(Buffer part) {
    if (part instanceof ReceivedPart received) {
      received.octets.release();
    }
  }

  /** Vert.x calls this once for each write; who writes releases it. */
  @Override
  public ByteBuf getByteBuf() {
    return octets;
  }
}
