package dev.spillway.lb.wire.http2;

import dev.spillway.lb.framing.FieldSyntax;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;

/**
 * Names of fields as HTTP/2 has them (RFC 9113 §8.2.1). Servers send the same few again and again,
 * so what was made of them is remembered: one name for each of some places. For one event loop.
 */
public final class FieldNames {
  private static final int PLACES = 256; // a power of two
  private static final int LONGEST = 64;
  private static final AsciiString VALUE = AsciiString.cached("?");
  private static final int VALUE_OCTETS = 2; // its length, and itself

  private final Known[] known = new Known[PLACES];
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

  private record Known(AsciiString name, AsciiString beginning) {}

  /** None is known yet. */
  public FieldNames() {
    try {
      encoder.maxHeaderTableSize(0);
    } catch (Http2Exception e) {
      throw new IllegalStateException("no table is always allowed", e);
    }
    encoded(AsciiString.of("priming")); // the first to be encoded begins with the table's size
  }

  /**
   * How a field of that name begins: all of it but the value (RFC 7541 §6.2.2).
   *
   * @throws IllegalArgumentException if it is no name
   */
  AsciiString beginning(CharSequence received) {
    if (!(received instanceof AsciiString name) || name.length() > LONGEST) {
      return beginningOf(new AsciiString(checked(received)));
    }
    int place = name.hashCode() & (PLACES - 1);
    Known found = known[place];
    if (found == null || !found.name.equals(name)) {
      // Of octets of its own: those that came may be part of a line, with what is secret in it.
      AsciiString own = new AsciiString(checked(name));
      found = new Known(own, beginningOf(own));
      known[place] = found;
    }
    return found.beginning;
  }

  private static CharSequence checked(CharSequence name) {
    if (!FieldSyntax.isName(name)) {
      throw new IllegalArgumentException("expected the name of a field, found " + name);
    }
    return name;
  }

  private AsciiString beginningOf(AsciiString name) {
    byte[] field = encoded(name.toLowerCase());
    return new AsciiString(field, 0, field.length - VALUE_OCTETS, true);
  }

  /** By Netty's encoder, which has the static table, and shows it to nobody. */
  private byte[] encoded(AsciiString name) {
    ByteBuf buffer = Unpooled.buffer();
    try {
      encoder.encodeHeaders(1, new DefaultHttp2Headers(false).add(name, VALUE), buffer);
      return ByteBufUtil.getBytes(buffer);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException("expected the name of a field, found " + name, e);
    }
  }
}
