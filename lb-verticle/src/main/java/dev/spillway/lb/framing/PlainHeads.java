package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

import io.netty.handler.codec.http.HttpMessage;

/** Reads {@linkplain PlainHead plain heads}. For one connection, on its event loop. */
abstract class PlainHeads<M extends HttpMessage> {
  /** No field tells the length of the body. */
  static final long UNTOLD = -2;

  private final KnownLines lines;
  private final int limit;

  /**
   * For a connection's heads.
   *
   * @param lines of its event loop
   * @param limit most octets of a head
   */
  PlainHeads(KnownLines lines, int limit) {
    this.lines = lines;
    this.limit = limit;
  }

  /**
   * Reads the head that begins at {@code from}.
   *
   * @return null if it isn't plain
   */
  abstract PlainHead<M> read(byte[] octets, int from, int to);

  /** Most octets of a head that are looked at: nearly all are shorter. */
  abstract int window();

  final KnownLines lines() {
    return lines;
  }

  /**
   * Adds the fields of a head.
   *
   * @param message with its start line
   * @param from where the head begins
   * @param fieldsFrom where its first field does
   * @param untold the length of the body if no field tells it; {@link #UNTOLD}: it has to be told
   * @return null if it isn't plain
   */
  final PlainHead<M> withFields(
      M message, byte[] octets, int from, int fieldsFrom, int to, long untold) {
    long length = UNTOLD;
    int at = fieldsFrom;
    for (int place = 0; at + 1 < to && at - from < limit; place++) {
      if (octets[at] == CR) {
        long bodyLength = length == UNTOLD ? untold : length;
        return octets[at + 1] == LF && bodyLength != UNTOLD
            ? new PlainHead<>(message, at + 2 - from, bodyLength)
            : null;
      }
      FieldLine line = lines.field(place, octets, at, to);
      if (line == null) {
        return null;
      }
      if (line.length() >= 0 || line.chunked()) {
        if (length != UNTOLD) {
          return null;
        }
        length = line.chunked() ? PlainHead.CHUNKED : line.length();
      }
      message.headers().add(line.name(), line.value());
      at += line.size();
    }
    return null;
  }
}
