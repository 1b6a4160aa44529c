package dev.spillway.lb.framing;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a head that say where its message ends (RFC 9112 §6), picked out while the head
 * goes by. Names and values are kept only as far as needed to know these.
 */
final class FramingFields {
  /** One more than the longest known one, so that what goes on is none of them. */
  private static final int LONGEST_NAME = 19;

  private static final int LONGEST_VALUE = 64;
  private static final byte[] CONTENT_LENGTH = bytes("content-length");
  private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding");
  private static final byte[] WEBSOCKET_KEY = bytes("sec-websocket-key1");
  private static final byte[] CHUNKED = bytes("chunked");

  private enum Field {
    ANY,
    LENGTH,
    CODING
  }

  private final byte[] name = new byte[LONGEST_NAME];
  private final byte[] value = new byte[LONGEST_VALUE];
  private int nameLength;
  private int valueLength;
  private Field field = Field.ANY;
  private long length = -1;
  private boolean coded;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void reset() {
    nameLength = 0;
    field = Field.ANY;
    length = -1;
    coded = false;
  }

  /** The body's length; -1 if none is given. */
  long length() {
    return length;
  }

  /** Whether the body is chunked. */
  boolean chunked() {
    return coded;
  }

  void nameBegins() {
    nameLength = 0;
  }

  void name(byte[] bytes, int from, int to) {
    for (int i = from; i < to && nameLength < LONGEST_NAME; i++) {
      name[nameLength++] = Octets.lower(bytes[i]);
    }
  }

  /** Returns what is wrong with a message that has such a field, or null. */
  MessageFault nameEnds() {
    valueLength = 0;
    field = Field.ANY;
    if (nameIs(CONTENT_LENGTH)) {
      field = Field.LENGTH;
    } else if (nameIs(TRANSFER_ENCODING)) {
      field = Field.CODING;
    } else if (nameIs(WEBSOCKET_KEY)) {
      return MessageFault.OBSOLETE_WEBSOCKET;
    } else if (nameLength == CONTENT_LENGTH.length
        && FieldSyntax.isNearlyLength(new AsciiString(name, 0, nameLength, false))) {
      return MessageFault.NEARLY_LENGTH;
    }
    return null;
  }

  private boolean nameIs(byte[] known) {
    if (nameLength != known.length) {
      return false;
    }
    for (int i = 0; i < known.length; i++) {
      if (name[i] != known[i]) {
        return false;
      }
    }
    return true;
  }

  /** A part of the value; returns what is wrong with it, or null. */
  MessageFault value(byte[] bytes, int from, int to) {
    if (field == Field.ANY) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (valueLength == 0 && Octets.isBlank(bytes[i])) {
        continue;
      }
      if (valueLength == LONGEST_VALUE) {
        return field == Field.LENGTH ? MessageFault.LENGTH : MessageFault.CODING;
      }
      value[valueLength++] = Octets.lower(bytes[i]);
    }
    return null;
  }

  /** The value is whole; returns what is wrong with it, or null. */
  MessageFault valueEnds() {
    if (field == Field.ANY) {
      return null;
    }
    while (valueLength > 0 && Octets.isBlank(value[valueLength - 1])) {
      valueLength--;
    }
    return field == Field.LENGTH ? length(value, valueLength) : coding(value, valueLength);
  }

  private MessageFault length(byte[] digits, int count) {
    if (length >= 0) {
      return MessageFault.SEVERAL_LENGTHS;
    }
    long read = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[i] - '0';
      if (digit < 0 || digit > 9 || read > (Long.MAX_VALUE - digit) / 10) {
        return MessageFault.LENGTH;
      }
      read = read * 10 + digit;
    }
    length = read;
    return count == 0 ? MessageFault.LENGTH : null;
  }

  private MessageFault coding(byte[] codings, int count) {
    if (coded) {
      return MessageFault.CODING;
    }
    coded = true;
    boolean known = true;
    int at = 0;
    while (true) {
      int end = at;
      while (end < count && Octets.isToken(codings[end])) {
        end++;
      }
      boolean chunked = isChunked(codings, at, end);
      int next = end;
      while (next < count && Octets.isBlank(codings[next])) {
        next++;
      }
      if (next == count) {
        return !chunked ? MessageFault.CODING : known ? null : MessageFault.UNKNOWN_CODING;
      }
      if (chunked || end == at || codings[next] != ',') {
        return MessageFault.CODING;
      }
      known = false;
      at = next + 1;
      while (at < count && Octets.isBlank(codings[at])) {
        at++;
      }
    }
  }

  private static boolean isChunked(byte[] codings, int from, int to) {
    if (to - from != CHUNKED.length) {
      return false;
    }
    for (int i = 0; i < CHUNKED.length; i++) {
      if (codings[from + i] != CHUNKED[i]) {
        return false;
      }
    }
    return true;
  }
}
