package io.vertx.core.http.impl;

import dev.spillway.lb.framing.CarriedFields;
import dev.spillway.lb.framing.HeadFields;
import dev.spillway.lb.framing.RoomForBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Encodes the answers of Vert.x' server, as its own encoder does, but puts the body of a small
 * whole answer into the buffer of its head. Netty does so up to 128 octets; above, the two are sent
 * by a vectored write, which costs more than the copy. It also gives the body's memory back at
 * once. It is here because what it needs of Vert.x is private to this package.
 *
 * <p>For one connection, on its event loop.
 */
public final class OneBufferResponseEncoder extends HttpResponseEncoder {
  private final RoomForBody room = new RoomForBody();

  @Override
  protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
      throws Exception {
    room.expect(message);
    super.encode(context, message, out);
    room.encoded(out);
  }

  @Override
  protected void encodeHeaders(HttpHeaders headers, ByteBuf buffer) {
    room.beforeFields(buffer);
    for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        fields.hasNext(); ) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      if (field.getValue() instanceof CarriedFields carried) {
        carried.writeTo(buffer);
      } else {
        HeadFields.writeLine(buffer, field.getKey(), field.getValue());
      }
    }
    room.afterFields(buffer);
  }

  @Override
  public boolean acceptOutboundMessage(Object message) throws Exception {
    return message == Unpooled.EMPTY_BUFFER
        || message == LastHttpContent.EMPTY_LAST_CONTENT
        || message.getClass() == VertxFullHttpResponse.class
        || message.getClass() == VertxAssembledHttpResponse.class
        || super.acceptOutboundMessage(message);
  }

  /** To HEAD, an answer may tell of a body and has none. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return (response instanceof VertxAssembledHttpResponse assembled && assembled.head())
        || super.isContentAlwaysEmpty(response);
  }
}
