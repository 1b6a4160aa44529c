package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpMessage;
import java.util.List;

/**
 * Makes room for the body of a small whole message behind its head, where Netty's encoder then puts
 * it: by itself it does so up to 128 octets, and sends two buffers above, by a vectored write that
 * costs more than the copy; of a chunked body it makes five. For one encoder, on its event loop.
 */
public final class RoomForBody {
  /** The largest body that there is room for, in octets. */
  public static final int LARGEST = 4096;

  /** The lines of the one chunk that is a whole body, and of the last, in octets. */
  private static final int CHUNK_LINES = 16;

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
    if (isSmall()) {
      head.ensureWritable(lastHead + SLACK + bodyLength + CHUNK_LINES);
    }
  }

  private boolean isSmall() {
    return bodyLength > 0 && bodyLength <= LARGEST;
  }

  /** All its fields are written. */
  public void afterFields(ByteBuf head) {
    lastHead = head.writerIndex() - start;
  }

  /**
   * The message is encoded: what is still in buffers of its own goes behind its head if there is
   * room.
   *
   * @param buffers that the message was encoded to
   */
  public void encoded(List<Object> buffers) {
    if (!isSmall() || buffers.size() == 1) {
      return;
    }
    List<Object> rest = buffers.subList(1, buffers.size());
    int length = 0;
    for (Object buffer : rest) {
      length += ((ByteBuf) buffer).readableBytes();
    }
    ByteBuf head = (ByteBuf) buffers.get(0);
    if (length > head.maxFastWritableBytes()) {
      return;
    }
    for (Object buffer : rest) {
      ByteBuf part = (ByteBuf) buffer;
      head.writeBytes(part);
      part.release();
    }
    rest.clear();
  }
}
