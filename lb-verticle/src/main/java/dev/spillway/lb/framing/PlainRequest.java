package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;
import static dev.spillway.lb.framing.Octets.SP;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A plain request: one of HTTP/1.1 that came in one read, of which it is all, without a body or
 * with one that has a length; or the whole head of one whose body is chunked. Nearly all requests
 * are plain; whatever is in any way special or wrong is not, and is for {@link RequestScanner} and
 * Netty's decoder.
 *
 * @param head what a decoder makes of its head
 * @param size the head's octets, with those of its line ends
 * @param chunked whether its body is, which then is not looked at
 */
record PlainRequest(HttpRequest head, int size, boolean chunked) {
  private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_METHOD = 20;

  /**
   * Reads the request that begins at {@code from}.
   *
   * @param to where what is shown of it ends, its head at the latest
   * @param size all octets that were received
   * @param targetLimit most octets of its target
   * @return null if it isn't plain
   */
  static PlainRequest read(
      KnownLines lines, byte[] octets, int from, int to, int size, int targetLimit) {
    int target = afterMethod(octets, from, to);
    int version = target < 0 ? -1 : afterTarget(octets, target, to, targetLimit);
    int at = version + VERSION.length;
    if (version < 0 || at > to || !Arrays.equals(VERSION, 0, VERSION.length, octets, version, at)) {
      return null;
    }
    HttpMethod method = HttpMethod.valueOf(text(octets, from, target - 1));
    String uri = text(octets, target, version - 1);
    HttpRequest head =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, method, uri, HeadersMultiMap.caseInsensitive());
    return withFields(head, lines, octets, from, at, to, size);
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static int afterMethod(byte[] octets, int from, int to) {
    int i = from;
    int most = Math.min(to, from + LONGEST_METHOD);
    while (i < most && Octets.isToken(octets[i])) {
      i++;
    }
    return i > from && i < most && octets[i] == SP ? i + 1 : -1;
  }

  private static int afterTarget(byte[] octets, int from, int to, int limit) {
    int i = from;
    while (i < to && Octets.isTarget(octets[i])) {
      i++;
    }
    return i > from && i < to && octets[i] == SP && i - from <= limit ? i + 1 : -1;
  }

  /**
   * Adds the fields from {@code fieldsFrom} on, behind which there must be the body that they tell
   * of and nothing else, or any chunks.
   */
  private static PlainRequest withFields(
      HttpRequest head,
      KnownLines lines,
      byte[] octets,
      int from,
      int fieldsFrom,
      int to,
      int size) {
    long length = 0;
    boolean chunked = false;
    int at = fieldsFrom;
    for (int place = 0; at + 1 < to; place++) {
      if (octets[at] == CR) {
        int end = at + 2 - from;
        boolean plain = octets[at + 1] == LF && (chunked ? length == 0 : size - end == length);
        return plain ? new PlainRequest(head, end, chunked) : null;
      }
      FieldLine line = lines.field(place, octets, at, to);
      if (line == null || line.upgrade() || (line.chunked() && chunked)) {
        return null;
      }
      if (line.length() >= 0) {
        if (line.length() == 0 || length > 0) {
          return null;
        }
        length = line.length();
      }
      chunked |= line.chunked();
      head.headers().add(line.name(), line.value());
      at += line.size();
    }
    return null;
  }
}
