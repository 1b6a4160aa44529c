package dev.spillway.lb.forward;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The id that one request has at the client, in logs and at the server. */
final class RequestId {
  static final CharSequence FIELD = HttpHeaders.createOptimized("X-Request-Id");

  private static final int LONGEST = 128;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private RequestId() {}

  /** The one that came, if it is fit to be logged and sent on; else a new one. */
  static AsciiString takenOrMade(String received) {
    return received != null && isSane(received) ? new AsciiString(received) : make();
  }

  /** 1 to 128 of the characters that ids are made of: nothing that needs quoting anywhere. */
  private static boolean isSane(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "-_.:+=/@~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** 128 random bits as 32 hexadecimal digits: unique, and not meant to be hard to guess. */
  private static AsciiString make() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] text = new byte[32];
    write(random.nextLong(), text, 0);
    write(random.nextLong(), text, 16);
    return new AsciiString(text, false);
  }

  private static void write(long bits, byte[] to, int start) {
    for (int i = 0; i < 16; i++) {
      to[start + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 15];
    }
  }
}
