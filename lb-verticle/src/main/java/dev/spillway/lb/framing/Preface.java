package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Looks for HTTP/2's preface in the first bytes of a connection (RFC 9113 §3.4). */
final class Preface {
  private static final byte[] WHOLE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Runnable found;
  private ByteBuf kept = Unpooled.EMPTY_BUFFER;

  /** What the bytes so far are. */
  enum Verdict {
    /** The preface. */
    WHOLE,
    /** What may become it. */
    PART,
    /** Something else. */
    OTHER
  }

  Preface(Runnable found) {
    this.found = found;
  }

  /** Takes further bytes. */
  Verdict add(ByteBuf in) {
    kept = kept.isReadable() ? Unpooled.wrappedBuffer(kept, in) : in;
    int length = Math.min(kept.readableBytes(), WHOLE.length);
    for (int i = 0; i < length; i++) {
      if (kept.getByte(kept.readerIndex() + i) != WHOLE[i]) {
        return Verdict.OTHER;
      }
    }
    return length == WHOLE.length ? Verdict.WHOLE : Verdict.PART;
  }

  /** All bytes so far; the caller owns them. */
  ByteBuf take() {
    ByteBuf all = kept;
    kept = Unpooled.EMPTY_BUFFER;
    return all;
  }

  /** It was the preface. */
  void found() {
    found.run();
  }
}
