package dev.spillway.lb.forward;

/** A host with an optional port, as in Host and in the absolute-form (RFC 3986 §3.2). */
public final class Authority {
  private static final int HIGHEST_PORT = 65_535;
  private static final String MARKS = "-._~!$&'()*+,;=";

  private Authority() {}

  /** Whether a text is one: a name or IPv4 address, or an IPv6 address in brackets; no user. */
  public static boolean isValid(String text) {
    int end = hostEnd(text);
    return end > 0 && isPort(text, end);
  }

  /** Whether two valid ones are the same, where a missing port stands for the scheme's. */
  static boolean same(String one, String other, int port) {
    int end = hostEnd(one);
    int otherEnd = hostEnd(other);
    return end == otherEnd
        && one.regionMatches(true, 0, other, 0, end)
        && port(one, end, port) == port(other, otherEnd, port);
  }

  private static int hostEnd(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end > 1 && isAddress(text, end) ? end + 1 : 0;
    }
    int i = 0;
    while (i < text.length() && text.charAt(i) != ':') {
      if (isPercent(text, i)) {
        i += 3;
      } else if (isNamed(text.charAt(i))) {
        i++;
      } else {
        return 0;
      }
    }
    return i;
  }

  private static boolean isNamed(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static boolean isPercent(String text, int i) {
    return text.charAt(i) == '%'
        && i + 2 < text.length()
        && isHex(text.charAt(i + 1))
        && isHex(text.charAt(i + 2));
  }

  private static boolean isAddress(String text, int end) {
    boolean colon = false;
    for (int i = 1; i < end; i++) {
      char c = text.charAt(i);
      colon |= c == ':';
      if (c != ':' && c != '.' && !isHex(c)) {
        return false;
      }
    }
    return colon;
  }

  private static boolean isPort(String text, int at) {
    return at == text.length() || (text.charAt(at) == ':' && port(text, at, 0) >= 0);
  }

  /** The port behind a host; -1 if it is none. */
  private static int port(String text, int at, int missing) {
    if (at >= text.length() - 1) {
      return missing;
    }
    int port = 0;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
      if (port > HIGHEST_PORT) {
        return -1;
      }
    }
    return port;
  }
}
