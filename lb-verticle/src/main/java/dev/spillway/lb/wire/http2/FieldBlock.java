package dev.spillway.lb.wire.http2;

import dev.spillway.lb.framing.FieldSyntax;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * Fields of one answer as they go to an HTTP/2 client: literals that are not indexed, with names
 * from the static table where it has them (RFC 7541 §6.2.2). Made while they are copied, where
 * Vert.x and Netty would keep them in a map, look each up in HPACK's tables and encode it then.
 */
public final class FieldBlock {
  private static final int USUAL = 256;

  /** Of a length's first octet (RFC 7541 §5.1), without Huffman's code. */
  private static final int LENGTH_MAX = 127;

  private static final int MOST_LENGTH_OCTETS = 5;
  private static final int FIELD_OVERHEAD = 32; // RFC 9113 §6.5.2

  private final FieldNames names;
  private byte[] octets = new byte[USUAL];
  private int length;
  private long listSize;

  FieldBlock(FieldNames names) {
    this.names = names;
  }

  /**
   * Adds a field, its name in lower case.
   *
   * @param value its characters' low eight bits are sent
   * @throws IllegalArgumentException if it can't be sent
   */
  public void add(CharSequence name, CharSequence value) {
    AsciiString beginning = names.beginning(name);
    if (!FieldSyntax.isValue(value)) {
      throw new IllegalArgumentException("expected a field's value in " + name);
    }
    AsciiString text = AsciiString.of(value);
    ensureRoom(beginning.length() + MOST_LENGTH_OCTETS + text.length());
    append(beginning);
    appendLength(text.length());
    append(text);
    listSize += name.length() + text.length() + FIELD_OVERHEAD;
  }

  private void ensureRoom(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
    }
  }

  private void append(AsciiString text) {
    System.arraycopy(text.array(), text.arrayOffset(), octets, length, text.length());
    length += text.length();
  }

  private void appendLength(int value) {
    if (value < LENGTH_MAX) {
      octets[length++] = (byte) value;
      return;
    }
    octets[length++] = LENGTH_MAX;
    int rest = value - LENGTH_MAX;
    for (; rest > 0x7f; rest >>>= 7) {
      octets[length++] = (byte) ((rest & 0x7f) | 0x80);
    }
    octets[length++] = (byte) rest;
  }

  /** How many octets it takes. */
  int length() {
    return length;
  }

  /** Its size as a client may limit it (RFC 9113 §6.5.2). */
  long listSize() {
    return listSize;
  }

  void writeTo(ByteBuf buffer) {
    buffer.writeBytes(octets, 0, length);
  }
}
