package dev.spillway.lb.framing;

/**
 * The characters of header fields, for messages that the scanner does not see: HTTP/2 has fields of
 * any octets, and HTTP/1.1 must never be written with them (RFC 9113 §8.2.1).
 */
public final class FieldSyntax {
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

  /** Whether it has no control character but tabs (RFC 9110 §5.5). */
  public static boolean isValue(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xff || !Octets.isValue((byte) c)) {
        return false;
      }
    }
    return true;
  }
}
