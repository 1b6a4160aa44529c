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
 * A plain request: one of HTTP/1.1 without a body that came in one read, of which it is all. Nearly
 * all requests are plain; whatever is in any way special or wrong is not, and is for {@link
 * RequestScanner} and Netty's decoder.
 */
final class PlainRequest {
  private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_METHOD = 20;

  private PlainRequest() {}

  /**
   * Reads the request that stands there.
   *
   * @param targetLimit most octets of its target
   * @return null if it isn't plain
   */
  static HttpRequest read(KnownLines lines, byte[] octets, int from, int to, int targetLimit) {
    int target = afterMethod(octets, from, to);
    int version = target < 0 ? -1 : afterTarget(octets, target, to, targetLimit);
    int at = version + VERSION.length;
    if (version < 0 || at > to || !Arrays.equals(VERSION, 0, VERSION.length, octets, version, at)) {
      return null;
    }
    HeadersMultiMap fields = fields(lines, octets, at, to);
    return fields == null
        ? null
        : new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(text(octets, from, target - 1)),
            text(octets, target, version - 1),
            fields);
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

  /** The fields from there to the end, which must be the head's. */
  private static HeadersMultiMap fields(KnownLines lines, byte[] octets, int from, int to) {
    HeadersMultiMap fields = HeadersMultiMap.caseInsensitive();
    int at = from;
    for (int place = 0; at + 1 < to; place++) {
      if (octets[at] == CR) {
        return octets[at + 1] == LF && at + 2 == to ? fields : null;
      }
      FieldLine line = lines.field(place, octets, at, to);
      if (line == null || line.length() >= 0 || line.upgrade()) {
        return null;
      }
      fields.add(line.name(), line.value());
      at += line.size();
    }
    return null;
  }
}
