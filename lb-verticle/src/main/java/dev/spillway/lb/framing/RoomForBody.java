package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpMessage;

/**
 * Makes room for the body of a small whole message behind its head, where Netty's encoder then puts
 * it: by itself it does so up to 128 octets, and sends two buffers above, by a vectored write that
 * costs more than the copy. For one encoder, on its event loop.
 */
public final class RoomForBody {
  /** The largest body that there is room for, in octets. */
  public static final int LARGEST = 4096;

  /** By how much a head may be longer than the one before it, in octets. */
  private static final int SLACK = 64;

  private int bodyLength;
  private int lastHead = 256;
  private int start;

  /** A message is about to be encoded. */
  public void expect(Object message) {
    bodyLength = message instanceof FullHttpMessage full ? full.content().readableBytes() : 0;
  }

  /** Its start line stands in the buffer, and its fields follow. */
  public void beforeFields(ByteBuf head) {
    start = head.writerIndex();
    if (bodyLength > 0 && bodyLength <= LARGEST) {
      head.ensureWritable(lastHead + SLACK + bodyLength);
    }
  }

  /** All its fields are written. */
  public void afterFields(ByteBuf head) {
    lastHead = head.writerIndex() - start;
  }
}
