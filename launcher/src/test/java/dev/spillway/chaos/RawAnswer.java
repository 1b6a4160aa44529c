package dev.spillway.chaos;

import dev.spillway.chaos.Shot.Outcome;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads all that came on a connection for one request. */
record RawAnswer(Outcome outcome, int status, String text) {
  private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3}) ?[^\\r\\n]*\\r\\n");
  private static final Pattern LENGTH = Pattern.compile("\\r\\ncontent-length: *(\\d+)\\r\\n");

  /** Of a connection that the other side has ended. */
  static RawAnswer of(String bytes) {
    if (bytes.isEmpty()) {
      return new RawAnswer(Outcome.CUT, 0, "");
    }
    int headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return new RawAnswer(Outcome.CUT_IN_ANSWER, 0, bytes);
    }
    String head = bytes.substring(0, headEnd + 2);
    Matcher status = STATUS.matcher(head);
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    if (!status.find() || !length.find()) {
      return new RawAnswer(Outcome.GARBAGE, 0, bytes);
    }
    int code = Integer.parseInt(status.group(1));
    int expected = Integer.parseInt(length.group(1));
    String body = bytes.substring(headEnd + 4);
    if (body.length() == expected) {
      return new RawAnswer(Outcome.ANSWERED, code, body);
    }
    return new RawAnswer(
        body.length() < expected ? Outcome.CUT_IN_ANSWER : Outcome.GARBAGE, code, bytes);
  }
}
