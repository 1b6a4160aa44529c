package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.util.concurrent.FastThreadLocal;

/** Shows what a connection received to its scanner, a window at a time. */
final class BufferScan {
  private static final int WINDOW = 1024;

  /** Of a head that may be plain, most that is looked at. */
  private static final int LARGEST_WINDOW = 4096;

  /** Chunk lines are short, and what follows them is skipped. */
  private static final int CHUNK_WINDOW = 64;

  private static final FastThreadLocal<byte[]> WINDOWS =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[LARGEST_WINDOW];
        }
      };

  private final MessageScanner scanner;
  private int chunksBegin;

  /** Who is shown what a chunked body is made of, as it is scanned. */
  interface Body {
    /** Data stand there in what is being scanned. */
    void data(int begin, int end);

    /** These octets are trailers, or belong to their end; one at least. */
    void trailers(byte[] octets, int begin, int end);
  }

  BufferScan(MessageScanner scanner) {
    this.scanner = scanner;
  }

  /**
   * Scans on in the head that is being received, or from between messages on in the next, and
   * nothing that follows it.
   *
   * @return where in {@code in} that ends, or at a fault
   */
  int scanHead(ByteBuf in) {
    int i = in.readerIndex();
    int end = in.writerIndex();
    do {
      i += show(in, i, end, null);
    } while (i < end && scanner.inHead() && scanner.fault() == null);
    return i;
  }

  /**
   * Scans the chunked body that has begun, and nothing that follows it.
   *
   * @param body is shown it
   * @return where in {@code in} that ends, or at a fault
   */
  int scanChunks(ByteBuf in, Body body) {
    int i = in.readerIndex();
    int end = in.writerIndex();
    while (i < end && scanner.inChunks() && scanner.fault() == null) {
      i += next(in, i, end, body);
    }
    return i;
  }

  /**
   * Scans all that is readable, up to a fault.
   *
   * @param body is shown a chunked body that is there
   * @return whether all of it is sound
   */
  boolean scan(ByteBuf in, Body body) {
    int i = in.readerIndex();
    int end = in.writerIndex();
    chunksBegin = scanner.inChunks() ? i : -1;
    while (i < end && scanner.fault() == null) {
      i += next(in, i, end, body);
      if (chunksBegin < 0 && scanner.inChunks()) {
        chunksBegin = i;
      }
    }
    return scanner.fault() == null;
  }

  /**
   * The plain head that begins where {@code in} is read next.
   *
   * @return null if what begins there isn't plain
   */
  static <M extends HttpMessage> PlainHead<M> plainHead(PlainHeads<M> heads, ByteBuf in) {
    int from = in.readerIndex();
    int shown = Math.min(in.readableBytes(), Math.min(heads.window(), LARGEST_WINDOW));
    if (in.hasArray()) {
      int at = in.arrayOffset() + from;
      return heads.read(in.array(), at, at + shown);
    }
    byte[] window = WINDOWS.get();
    in.getBytes(from, window, 0, shown);
    return heads.read(window, 0, shown);
  }

  /** Goes on by a piece; returns its octets, none at a fault. */
  private int next(ByteBuf in, int from, int end, Body body) {
    long left = scanner.bodyLeft();
    if (left == 0) {
      return show(in, from, end, body);
    }
    int count = (int) Math.min(left, end - from);
    if (scanner.inChunks()) {
      body.data(from, from + count);
    }
    scanner.skip(count);
    return count;
  }

  private int show(ByteBuf in, int from, int end, Body body) {
    if (in.hasArray()) {
      int at = in.arrayOffset() + from;
      return show(in.array(), at, at + end - from, body);
    }
    byte[] window = WINDOWS.get();
    int count = Math.min(end - from, scanner.inBody() ? CHUNK_WINDOW : WINDOW);
    in.getBytes(from, window, 0, count);
    return show(window, 0, count, body);
  }

  private int show(byte[] octets, int from, int to, Body body) {
    boolean trailers = scanner.inTrailers();
    int next = scanner.scan(octets, from, to);
    if (trailers && next > from) {
      body.trailers(octets, from, next);
    }
    return next - from;
  }

  /** The index at which the first chunked body begins in what was scanned last; -1 for none. */
  int chunksBegin() {
    return chunksBegin;
  }
}
