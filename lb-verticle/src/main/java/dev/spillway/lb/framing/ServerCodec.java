package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Netty's coding of requests and answers, in place of Vert.x' own use of it on a connection to a
 * server. Vert.x would check every field once more, which the scanners have done, and copy each
 * request's fields into another kind of map only to write them.
 */
final class ServerCodec
    extends CombinedChannelDuplexHandler<ServerCodec.Answers, ServerCodec.Requests> {
  private static final int MAX_STATUS_LINE = 4096;

  /** More than is ever read at once, so that each read is one part. */
  private static final int MOST_OF_A_PART = 1 << 20;

  ServerCodec(int headLimit) {
    super(new Answers(headLimit), new Requests());
  }

  /** The next answer is to this kind of request. */
  void expect(boolean head) {
    inboundHandler().toHead = head;
  }

  /**
   * The chunked body of the answer whose head was decoded last is not to be decoded: it is over.
   */
  void bodyWentBy() {
    inboundHandler().reset();
  }

  /** The fields of the next request, in place of those that its message has; null: those. */
  void fields(HeadFields fields) {
    outboundHandler().fields = fields;
  }

  /** The decoder. */
  static final class Answers extends HttpResponseDecoder {
    private boolean toHead;

    Answers(int headLimit) {
      super(
          new HttpDecoderConfig()
              .setMaxInitialLineLength(MAX_STATUS_LINE)
              .setMaxHeaderSize(headLimit)
              .setMaxChunkSize(MOST_OF_A_PART)
              .setHeadersFactory(new UncheckedFields()));
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      boolean last = ((HttpResponse) message).status().codeClass() != HttpStatusClass.INFORMATIONAL;
      return (last && toHead) || super.isContentAlwaysEmpty(message);
    }
  }

  /** The encoder. Puts the body of a small whole request into the buffer of its head. */
  static final class Requests extends HttpRequestEncoder {
    private final RoomForBody room = new RoomForBody();
    private HeadFields fields; // null: those of the message

    @Override
    protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
        throws Exception {
      room.expect(message);
      super.encode(context, message, out);
      room.encoded(out);
    }

    @Override
    protected void encodeHeaders(HttpHeaders headers, ByteBuf buf) {
      room.beforeFields(buf);
      if (fields == null) {
        super.encodeHeaders(headers, buf);
      } else {
        HeadFields next = fields;
        fields = null;
        next.writeTo(buf);
      }
      room.afterFields(buf);
    }
  }

  private static final class UncheckedFields implements HttpHeadersFactory {
    @Override
    public HttpHeaders newHeaders() {
      return HeadersMultiMap.caseInsensitive();
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
      return HeadersMultiMap.caseInsensitive();
    }
  }
}
