package dev.spillway.lb.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The combined log format of web servers. What a client sent is escaped as Apache does it: quotes
 * and backslashes by a backslash, all that is no printable ASCII as {@code \xHH} of its UTF-8.
 */
final class CombinedFormat implements LineFormat {
  private static final String HEX = "0123456789abcdef";

  private final DateTimeFormatter clock =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  @Override
  public void append(AccessRecord request, StringBuilder line) {
    line.append(request.client()).append(" - - [").append(time(request.time())).append("] \"");
    escape(request.method(), line);
    line.append(' ');
    escape(request.target(), line);
    line.append(' ').append(request.version()).append("\" ");
    line.append(request.status()).append(' ');
    if (request.bytes() > 0) {
      line.append(request.bytes());
    } else {
      line.append('-');
    }
    quoted(request.referer(), line);
    quoted(request.userAgent(), line);
  }

  private String time(long millis) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      secondText = clock.format(Instant.ofEpochSecond(now));
    }
    return secondText;
  }

  private static void quoted(String text, StringBuilder line) {
    line.append(" \"");
    escape(text == null || text.isEmpty() ? "-" : text, line);
    line.append('"');
  }

  static void escape(String text, StringBuilder line) {
    text.codePoints().forEach(point -> escape(point, line));
  }

  private static void escape(int point, StringBuilder line) {
    if (point == '"' || point == '\\') {
      line.append('\\').append((char) point);
    } else if (point >= ' ' && point < 0x7f) {
      line.append((char) point);
    } else {
      for (byte part :
          Character.toString(point).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        line.append("\\x").append(HEX.charAt((part >> 4) & 15)).append(HEX.charAt(part & 15));
      }
    }
  }
}
