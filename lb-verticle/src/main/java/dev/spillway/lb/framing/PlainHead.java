package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/**
 * The head of a plain answer: one of HTTP/1.1 that is all there, is the last to its request, and
 * whose body has a length or is chunked. Nearly all heads are plain; whatever is in any way special
 * or wrong is not, and is for {@link ResponseScanner} and Netty's decoder.
 *
 * @param response what a decoder makes of it
 * @param size its octets, with those of its line ends
 * @param bodyLength in octets; {@link #CHUNKED} for a body that is chunked
 */
record PlainHead(HttpResponse response, int size, long bodyLength) {
  static final long CHUNKED = -1;

  private static final long UNKNOWN = -2;

  /**
   * Reads the head that begins at {@code from}.
   *
   * @return null if it isn't plain
   */
  static PlainHead read(KnownLines lines, byte[] octets, int from, int to) {
    StatusLine status = lines.status(octets, from, to);
    if (status == null) {
      return null;
    }
    HeadersMultiMap fields = HeadersMultiMap.caseInsensitive();
    long length = UNKNOWN;
    int at = from + status.size();
    for (int place = 0; at + 1 < to; place++) {
      if (octets[at] == CR) {
        return octets[at + 1] != LF || length == UNKNOWN
            ? null
            : new PlainHead(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, status.status(), fields),
                at + 2 - from,
                length);
      }
      FieldLine line = lines.field(place, octets, at, to);
      if (line == null) {
        return null;
      }
      if (line.length() >= 0 || line.chunked()) {
        if (length != UNKNOWN) {
          return null;
        }
        length = line.chunked() ? CHUNKED : line.length();
      }
      fields.add(line.name(), line.value());
      at += line.size();
    }
    return null;
  }
}
