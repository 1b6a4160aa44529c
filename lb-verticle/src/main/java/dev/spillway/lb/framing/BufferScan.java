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

  BufferScan(MessageScanner scanner) {
    this.scanner = scanner;
  }

  /**
   * Scans all that is readable, up to a fault.
   *
   * @return whether all of it is sound
   */
  boolean scan(ByteBuf in) {
    int i = in.readerIndex();
    int end = in.writerIndex();
    endOfWhole = i;
    crossed = scanner.betweenMessages();
    while (i < end && scanner.fault() == null) {
      long left = scanner.bodyLeft();
      if (left > 0) {
        int count = (int) Math.min(left, end - i);
        scanner.skip(count);
        i += count;
      } else {
        i += show(in, i, end);
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

  private int show(ByteBuf in, int from, int end) {
    if (in.hasArray()) {
      int at = in.arrayOffset() + from;
      return scanner.scan(in.array(), at, at + end - from) - at;
    }
    byte[] window = WINDOWS.get();
    int count = Math.min(end - from, scanner.inBody() ? CHUNK_WINDOW : WINDOW);
    in.getBytes(from, window, 0, count);
    return scanner.scan(window, 0, count);
  }

  /** The index after the last whole message in what was scanned last; its beginning if none is. */
  int endOfWhole() {
    return endOfWhole;
  }

  /** Whether the message that goes on after what was scanned last also began there. */
  boolean beganHere() {
    return crossed;
  }
}
