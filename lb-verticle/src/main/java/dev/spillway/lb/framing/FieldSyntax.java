package dev.spillway.lb.framing;

import io.netty.util.AsciiString;

/**
 * What names and values of fields may be. Their characters are for messages that the scanner does
 * not see: HTTP/2 has fields of any octets, and HTTP/1.1 must never be written with them (RFC 9113
 * §8.2.1).
 */
public final class FieldSyntax {
  private static final AsciiString LENGTH = AsciiString.cached("content-length");
  private static final int UNREAD = 8;

  private FieldSyntax() {}

  /** Whether it is a token (RFC 9110 §5.1). */
  public static boolean isName(CharSequence name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 0x7f || !Octets.isToken((byte) c)) {
        return false;
      }
    }
    return name.length() > 0;
  }

  /**
   * Whether it would be Content-Length but for its ninth letter. Servers on Vert.x 5.0.10 take such
   * a field for Content-Length, and so would read the next request as a body that nobody sent.
   */
  public static boolean isNearlyLength(CharSequence name) {
    return name.length() == LENGTH.length()
        && AsciiString.regionMatches(name, true, 0, LENGTH, 0, UNREAD)
        && AsciiString.regionMatches(
            name, true, UNREAD + 1, LENGTH, UNREAD + 1, LENGTH.length() - UNREAD - 1)
        && !AsciiString.contentEqualsIgnoreCase(name, LENGTH);
  }

  /** Whether it has no control character but tabs (RFC 9110 §5.5). */
  public static boolean isValue(CharSequence value) {
    return value instanceof AsciiString octets
        ? isValue(octets.array(), octets.arrayOffset(), octets.length())
        : isTextValue(value);
  }

  private static boolean isValue(byte[] octets, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (!Octets.isValue(octets[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTextValue(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xff || !Octets.isValue((byte) c)) {
        return false;
      }
    }
    return true;
  }
}
