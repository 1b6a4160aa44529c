package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;

/**
 * Gives the parts of an answer to who asked for them, as they were received: Vert.x would copy each
 * part of a body onto the heap, and each would be copied once more to be sent; the fields of a head
 * it would show as strings alone. Heads, ends and trailers go on to Vert.x, which keeps the account
 * of messages.
 */
final class AnswerParts extends ChannelInboundHandlerAdapter {
  private Consumer<ByteBuf> sink; // null: Vert.x takes the parts
  private HttpHeaders fields; // null: no head was received yet

  /** All parts of the answer whose head is being handled go there; the sink owns them. */
  void giveTo(Consumer<ByteBuf> taker) {
    sink = taker;
  }

  /** The fields of the head that is being handled. */
  HttpHeaders fields() {
    return fields;
  }

  /** What comes yet of the answer whose parts were given away is thrown away. */
  void drop() {
    if (sink != null) {
      sink = ByteBuf::release;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse head) {
      fields = head.headers();
    }
    if (sink == null || !(message instanceof HttpContent content)) {
      context.fireChannelRead(message);
    } else if (content instanceof LastHttpContent last) {
      end(context, last);
    } else {
      sink.accept(content.content());
    }
  }

  private void end(ChannelHandlerContext context, LastHttpContent last) {
    Consumer<ByteBuf> taker = sink;
    sink = null;
    boolean hasPart = last.content().isReadable() && last.decoderResult().isSuccess();
    if (hasPart) {
      taker.accept(last.content());
    }
    // Held back for this answer's client: the next answer's may be another.
    context.channel().config().setAutoRead(true);
    if (!hasPart) {
      context.fireChannelRead(last);
      return;
    }
    context.fireChannelRead(
        last.trailingHeaders().isEmpty()
            ? LastHttpContent.EMPTY_LAST_CONTENT
            : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, last.trailingHeaders()));
  }
}
