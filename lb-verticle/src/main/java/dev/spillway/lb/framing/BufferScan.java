package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

/** Shows what a connection received to its scanner, a window at a time. */
final class BufferScan {
  private static final int WINDOW = 1024;

  /** What of a client's read is looked at in one piece: nearly all heads are shorter. */
  private static final int REQUEST_WINDOW = 4096;

  /** Chunk lines are short, and what follows them is skipped. */
  private static final int CHUNK_WINDOW = 64;

  private static final FastThreadLocal<byte[]> WINDOWS =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[REQUEST_WINDOW];
        }
      };

  private final MessageScanner scanner;
  private int endOfWhole;
  private boolean crossed;
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
   * Scans all that is readable, up to a fault.
   *
   * @return whether all of it is sound
   */
  boolean scan(ByteBuf in) {
    return scan(in, null);
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
   * @param body is shown a chunked body that is there; null: nobody is
   * @return whether all of it is sound
   */
  boolean scan(ByteBuf in, Body body) {
    int i = in.readerIndex();
    int end = in.writerIndex();
    endOfWhole = i;
    crossed = scanner.betweenMessages();
    chunksBegin = scanner.inChunks() ? i : -1;
    while (i < end && scanner.fault() == null) {
      i += next(in, i, end, body);
      if (chunksBegin < 0 && scanner.inChunks()) {
        chunksBegin = i;
      }
      if (scanner.fault() == null && scanner.betweenMessages()) {
        endOfWhole = i;
        crossed = true;
      }
    }
    return scanner.fault() == null;
  }

  /**
   * The head of a plain answer that begins where {@code in} is read next.
   *
   * @return null if what begins there isn't plain
   */
  static PlainHead plainHead(KnownLines lines, ByteBuf in) {
    int from = in.readerIndex();
    if (in.hasArray()) {
      int at = in.arrayOffset() + from;
      return PlainHead.read(lines, in.array(), at, at + in.readableBytes());
    }
    byte[] window = WINDOWS.get();
    int count = Math.min(in.readableBytes(), WINDOW);
    in.getBytes(from, window, 0, count);
    return PlainHead.read(lines, window, 0, count);
  }

  /**
   * The plain request that is all of {@code in}.
   *
   * @param targetLimit most octets of its target
   * @return null if what is there isn't one
   */
  static PlainRequest plainRequest(KnownLines lines, ByteBuf in, int targetLimit) {
    int from = in.readerIndex();
    int size = in.readableBytes();
    if (in.hasArray()) {
      int at = in.arrayOffset() + from;
      return PlainRequest.read(lines, in.array(), at, at + size, size, targetLimit);
    }
    byte[] window = WINDOWS.get();
    int shown = Math.min(size, REQUEST_WINDOW);
    in.getBytes(from, window, 0, shown);
    return PlainRequest.read(lines, window, 0, shown, size, targetLimit);
  }

  /** Goes on by a piece; returns its octets, none at a fault. */
  private int next(ByteBuf in, int from, int end, Body body) {
    long left = scanner.bodyLeft();
    if (left == 0) {
      return show(in, from, end, body);
    }
    int count = (int) Math.min(left, end - from);
    if (body != null && scanner.inChunks()) {
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
    int shown = show(window, 0, count, body);
    if (scanner.blanked()) {
      in.setBytes(from, window, 0, shown);
    }
    return shown;
  }

  private int show(byte[] octets, int from, int to, Body body) {
    boolean trailers = scanner.inTrailers();
    int next = scanner.scan(octets, from, to);
    if (trailers && body != null && next > from) {
      body.trailers(octets, from, next);
    }
    return next - from;
  }

  /** The index after the last whole message in what was scanned last; its beginning if none is. */
  int endOfWhole() {
    return endOfWhole;
  }

  /** The index at which the first chunked body begins in what was scanned last; -1 for none. */
  int chunksBegin() {
    return chunksBegin;
  }

  /** Whether the message that goes on after what was scanned last also began there. */
  boolean beganHere() {
    return crossed;
  }
}
