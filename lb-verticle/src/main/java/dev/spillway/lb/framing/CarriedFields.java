package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Fields of an answer within the map that Vert.x keeps of them: to Vert.x a value like any other,
 * to the encoder of a client's connection what is to be written in place of its whole field. So
 * they stay with their head, whenever that is written.
 */
public final class CarriedFields implements CharSequence {
  private static final AsciiString NAME = AsciiString.cached("carried-fields");
  private static final HeadFields NONE = head -> {};

  private final String text;
  private final HeadFields fields;

  private CarriedFields(String text, HeadFields fields) {
    this.text = text;
    this.fields = fields;
  }

  /**
   * Adds them to the head of an answer to an HTTP/1 client.
   *
   * @param length the value of Content-Length, which is one of them: Vert.x must know of it; null
   *     if it isn't
   */
  public static void add(MultiMap answer, String length, HeadFields fields) {
    answer.add(NAME, new CarriedFields("", fields));
    if (length != null) {
      answer.add(HttpHeaders.CONTENT_LENGTH, new CarriedFields(length, NONE));
    }
  }

  /**
   * Writes what stands for this value's field; for Content-Length nothing, it is written already.
   */
  public void writeTo(ByteBuf head) {
    fields.writeTo(head);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
