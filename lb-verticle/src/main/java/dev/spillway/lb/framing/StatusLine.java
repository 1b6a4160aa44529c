package dev.spillway.lb.framing;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first line of an answer of HTTP/1.1 that is the last to its request and may have a body. */
final class StatusLine extends HeadLine {
  private static final byte[] START = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
  private static final int CODE_LENGTH = 3;

  private final HttpResponseStatus status;

  private StatusLine(byte[] octets, HttpResponseStatus status) {
    super(octets);
    this.status = status;
  }

  /**
   * Reads the line that begins at {@code from}.
   *
   * @return null if it isn't all there, or tells of an interim answer or of one without a body, or
   *     is written in an unusual way
   */
  static StatusLine read(byte[] octets, int from, int to) {
    int code = from + START.length;
    int blank = code + CODE_LENGTH;
    if (blank >= to
        || octets[blank] != Octets.SP
        || !Arrays.equals(START, 0, START.length, octets, from, code)) {
      return null;
    }
    int next = next(octets, blank, to);
    int status = (int) number(octets, code, blank);
    if (next < 0 || status < 200 || status == 204 || status == 304) {
      return null;
    }
    int length = next - 2 - (blank + 1);
    String reason = new String(octets, blank + 1, length, StandardCharsets.ISO_8859_1);
    return reason.equals(reason.strip())
        ? new StatusLine(
            Arrays.copyOfRange(octets, from, next), HttpResponseStatus.valueOf(status, reason))
        : null;
  }

  HttpResponseStatus status() {
    return status;
  }
}
