package dev.spillway.lb.framing;

import io.netty.util.AsciiString;
import java.util.Arrays;

/** A line of a head with a field, and what it says. */
final class FieldLine extends HeadLine {
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
  private static final AsciiString CHUNKED = AsciiString.cached("chunked");
  private static final AsciiString WEBSOCKET_KEY = AsciiString.cached("sec-websocket-key1");

  private static final AsciiString COOKIE = AsciiString.cached("cookie");
  private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
  private static final AsciiString PROXY_AUTHORIZATION = AsciiString.cached("proxy-authorization");
  private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");

  private final AsciiString name;
  private final AsciiString value;
  private final long length;
  private final boolean chunked;

  private FieldLine(
      byte[] octets, AsciiString name, AsciiString value, long length, boolean chunked) {
    super(octets);
    this.name = name;
    this.value = value;
    this.length = length;
    this.chunked = chunked;
  }

  /**
   * Reads the line that begins at {@code from}.
   *
   * @return null if it isn't all there, or is anything but a name, a colon and a value, or says how
   *     its message is framed otherwise than by one length or chunks alone
   */
  static FieldLine read(byte[] octets, int from, int to) {
    int colon = from;
    while (colon < to && Octets.isToken(octets[colon])) {
      colon++;
    }
    if (colon == from || colon == to || octets[colon] != ':') {
      return null;
    }
    int next = next(octets, colon, to);
    return next < 0 ? null : of(Arrays.copyOfRange(octets, from, next), colon - from);
  }

  private static FieldLine of(byte[] line, int colon) {
    int start = colon + 1;
    int end = line.length - 2;
    while (start < end && Octets.isBlank(line[start])) {
      start++;
    }
    while (start < end && Octets.isBlank(line[end - 1])) {
      end--;
    }
    AsciiString name = new AsciiString(line, 0, colon, false);
    AsciiString value = new AsciiString(line, start, end - start, false);
    if (name.contentEqualsIgnoreCase(CONTENT_LENGTH)) {
      long length = number(line, start, end);
      return length < 0 ? null : new FieldLine(line, name, value, length, false);
    }
    if (name.contentEqualsIgnoreCase(TRANSFER_ENCODING)) {
      return value.contentEqualsIgnoreCase(CHUNKED)
          ? new FieldLine(line, name, value, -1, true)
          : null;
    }
    boolean special =
        name.contentEqualsIgnoreCase(WEBSOCKET_KEY) || FieldSyntax.isNearlyLength(name);
    return special ? null : new FieldLine(line, name, value, -1, false);
  }

  AsciiString name() {
    return name;
  }

  AsciiString value() {
    return value;
  }

  /** The body's length if the line tells it; otherwise negative. */
  long length() {
    return length;
  }

  /** Whether it says that the body is chunked, and nothing else is done to it. */
  boolean chunked() {
    return chunked;
  }

  /** Whether its value is for one client or server alone. */
  boolean secret() {
    return name.contentEqualsIgnoreCase(COOKIE)
        || name.contentEqualsIgnoreCase(AUTHORIZATION)
        || name.contentEqualsIgnoreCase(PROXY_AUTHORIZATION)
        || name.contentEqualsIgnoreCase(SET_COOKIE);
  }
}
