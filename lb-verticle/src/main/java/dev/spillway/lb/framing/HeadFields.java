package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Fields of one head of HTTP/1.1, made out only when that is written: a map of them would be made
 * for nothing else.
 */
@FunctionalInterface
public interface HeadFields {
  /**
   * Writes them, each by {@link #writeLine}. Called once at the most, on the event loop of the
   * connection that they are sent on.
   *
   * @param head what they are added to
   */
  void writeTo(ByteBuf head);

  /**
   * Adds a field's line to a head (RFC 9112 §5). Checks nothing.
   *
   * @param value of no character beyond Latin-1
   */
  static void writeLine(ByteBuf head, CharSequence name, CharSequence value) {
    int at = head.writerIndex();
    head.ensureWritable(name.length() + value.length() + 4);
    set(head, at, name);
    at += name.length();
    ByteBufUtil.setShortBE(head, at, ':' << 8 | ' ');
    at += 2;
    set(head, at, value);
    at += value.length();
    ByteBufUtil.setShortBE(head, at, '\r' << 8 | '\n');
    head.writerIndex(at + 2);
  }

  private static void set(ByteBuf head, int at, CharSequence text) {
    if (text instanceof AsciiString octets) {
      ByteBufUtil.copy(octets, 0, head, at, octets.length());
    } else {
      head.setCharSequence(at, text, StandardCharsets.US_ASCII); // Netty keeps Latin-1 so
    }
  }
}
