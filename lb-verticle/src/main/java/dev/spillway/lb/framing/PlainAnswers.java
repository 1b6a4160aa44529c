package dev.spillway.lb.framing;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** Reads the plain heads of answers: each is the last to its request, and tells of a body. */
final class PlainAnswers extends PlainHeads<HttpResponse> {
  private static final int WINDOW = 1024;

  /**
   * For the answers of a server.
   *
   * @param limit most octets of a head
   */
  PlainAnswers(KnownLines lines, int limit) {
    super(lines, limit);
  }

  @Override
  PlainHead<HttpResponse> read(byte[] octets, int from, int to) {
    StatusLine line = lines().status(octets, from, to);
    if (line == null) {
      return null;
    }
    HttpResponse answer =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, line.status(), HeadersMultiMap.caseInsensitive());
    return withFields(answer, octets, from, from + line.size(), to, UNTOLD);
  }

  @Override
  int window() {
    return WINDOW;
  }
}
