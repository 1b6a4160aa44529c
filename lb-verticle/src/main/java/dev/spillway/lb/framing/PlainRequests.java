package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.SP;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the plain heads of requests. */
final class PlainRequests extends PlainHeads<HttpRequest> {
  /** Browsers send a kilobyte and their cookies. */
  private static final int WINDOW = 4096;

  private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_METHOD = 20;

  private final int targetLimit;

  /**
   * For the requests of a client.
   *
   * @param limit most octets of a head
   * @param targetLimit most octets of a request's target
   */
  PlainRequests(KnownLines lines, int limit, int targetLimit) {
    super(lines, limit);
    this.targetLimit = targetLimit;
  }

  @Override
  PlainHead<HttpRequest> read(byte[] octets, int from, int to) {
    int target = afterMethod(octets, from, to);
    int version = target < 0 ? -1 : afterTarget(octets, target, to);
    int at = version + VERSION.length;
    if (version < 0 || at > to || !Arrays.equals(VERSION, 0, VERSION.length, octets, version, at)) {
      return null;
    }
    HttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(text(octets, from, target - 1)),
            text(octets, target, version - 1),
            HeadersMultiMap.caseInsensitive());
    return withFields(request, octets, from, at, to, 0);
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

  private int afterTarget(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && Octets.isTarget(octets[i])) {
      i++;
    }
    return i > from && i < to && octets[i] == SP && i - from <= targetLimit ? i + 1 : -1;
  }

  @Override
  int window() {
    return WINDOW;
  }
}
