package dev.spillway.lb.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2FlushesTest {
  /** A SETTINGS frame without settings (RFC 9113, section 6.5). */
  private static final String SETTINGS = "000000040000000000";

  /** HEADERS of GET http /, the request's end, but for the stream's number. */
  private static final String GET = "0000030105%08x828684";

  private final Http2ConnectionHandler http2 =
      new Http2ConnectionHandlerBuilder().server(true).frameListener(new Answers()).build();
  private final Writes writes = new Writes();
  private final EmbeddedChannel channel = new EmbeddedChannel(writes, http2);

  /** How often something was sent. */
  private static final class Writes extends ChannelOutboundHandlerAdapter {
    private int count;
    private boolean something;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      something = true;
      ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (something) {
        count++;
      }
      something = false;
      ctx.flush();
    }
  }

  /** Answers each request with a flush of its own, as Vert.x does. */
  private final class Answers extends Http2FrameAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      Http2Headers head = new DefaultHttp2Headers().status("200");
      http2.encoder().writeHeaders(ctx, stream, head, 0, true, ctx.newPromise());
      ctx.flush();
    }
  }

  private static ByteBuf frames(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }

  @BeforeEach
  void connect() {
    Http2Flushes.install(channel, AnswerHeads.install(channel, new FieldNames()));
    channel.writeInbound(Http2CodecUtil.connectionPrefaceBuf(), frames(SETTINGS));
    writes.count = 0;
  }

  @Test
  void answersWhileRequestsAreReadAreOneWrite() {
    channel.writeInbound(frames(GET.formatted(1) + GET.formatted(3) + GET.formatted(5)));

    assertThat(writes.count).isEqualTo(1);
  }
}
