package dev.spillway.lb.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerHeadsTest {
  private static final short WEIGHT = 16;

  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final AnswerHeads heads =
      new AnswerHeads(null, new FieldNames(), encoder.configuration());
  private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter(encoder);
  private final Last last = new Last();
  private final EmbeddedChannel channel = new EmbeddedChannel(new GatheredWrites(heads), last);

  /** Where Netty's HTTP/2 would write from. */
  private static final class Last extends ChannelInboundHandlerAdapter {
    private ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      this.context = context;
    }
  }

  @BeforeEach
  void useNoTable() throws Http2Exception {
    encoder.maxHeaderTableSize(0);
  }

  private FieldBlock fields(String... fields) {
    FieldBlock block = heads.newFields();
    for (int i = 0; i < fields.length; i += 2) {
      block.add(fields[i], fields[i + 1]);
    }
    return block;
  }

  private void head(int stream, boolean priority) {
    Http2Headers head = new DefaultHttp2Headers().status("200");
    if (priority) {
      writer.writeHeaders(
          last.context, stream, head, 0, WEIGHT, false, 0, false, last.context.newPromise());
    } else {
      writer.writeHeaders(last.context, stream, head, 0, false, last.context.newPromise());
    }
  }

  private void body(int stream, String text) {
    writer.writeData(
        last.context,
        stream,
        Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII),
        0,
        true,
        last.context.newPromise());
  }

  /** What the client reads: heads and bodies, in order. */
  private List<String> received() throws Http2Exception {
    channel.flush();
    ByteBuf sent = Unpooled.buffer();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sent.writeBytes(next);
      next.release();
    }
    List<String> read = new ArrayList<>();
    Http2FrameAdapter listener =
        new Http2FrameAdapter() {
          @Override
          public void onHeadersRead(
              ChannelHandlerContext context, int stream, Http2Headers head, int pad, boolean end) {
            add(stream, head);
          }

          @Override
          public void onHeadersRead(
              ChannelHandlerContext context,
              int stream,
              Http2Headers head,
              int dependency,
              short weight,
              boolean exclusive,
              int padding,
              boolean end) {
            add(stream, head);
          }

          private void add(int stream, Http2Headers head) {
            StringBuilder text = new StringBuilder(stream + "");
            head.forEach(
                field ->
                    text.append(' ').append(field.getKey()).append('=').append(field.getValue()));
            read.add(text.toString());
          }

          @Override
          public int onDataRead(
              ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
            read.add(stream + " " + data.toString(StandardCharsets.US_ASCII));
            return data.readableBytes() + padding;
          }
        };
    try (DefaultHttp2FrameReader reader =
        new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true, 1 << 20))) {
      while (sent.isReadable()) {
        reader.readFrame(last.context, sent, listener);
      }
    }
    sent.release();
    return read;
  }

  @Test
  void headEndsWithItsFields() throws Http2Exception {
    heads.endNext(3, fields("Server", "nginx", "x-own", "1"));
    head(3, true);
    body(3, "ok");
    head(5, true);

    assertThat(received())
        .containsExactly("3 :status=200 server=nginx x-own=1", "3 ok", "5 :status=200");
  }

  @Test
  void headWithoutPriorityDoesToo() throws Http2Exception {
    heads.endNext(1, fields("x-own", "1"));
    head(1, false);

    assertThat(received()).containsExactly("1 :status=200 x-own=1");
  }

  /** A server may send what looks like the frame that they belong to. */
  @Test
  void fieldsAreForgottenWhenAnythingElseIsWritten() throws Http2Exception {
    heads.endNext(3, fields("x-own", "1"));
    body(5, "\0\0\1\1\4\0\0\0\3");
    head(3, true);

    assertThat(received()).containsExactly("5 \0\0\1\1\4\0\0\0\3", "3 :status=200");
  }

  @Test
  void fieldsOfAHeadThatWasNotWrittenAreForgotten() throws Http2Exception {
    heads.endNext(3, fields("x-own", "1"));
    channel.flush();
    head(3, true);

    assertThat(received()).containsExactly("3 :status=200");
  }

  @Test
  void whatIsTooLongIsNotTaken() {
    assertThat(heads.takes(fields("x-own", "v".repeat(4000)))).isTrue();
    assertThat(heads.takes(fields("x-own", "v".repeat(4096)))).isFalse();
  }

  @Test
  void whatTheClientForbidsIsNotTaken() throws Http2Exception {
    encoder.configuration().maxHeaderListSize(1000);

    assertThat(heads.takes(fields("x-own", "v".repeat(600)))).isTrue();
    assertThat(heads.takes(fields("x-own", "v".repeat(800)))).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void answersAreWholeInWhateverOrder(long seed) throws Http2Exception {
    Random random = new Random(seed);
    List<String> written = new ArrayList<>();
    for (int stream = 1; stream < 60; stream += 2) {
      String value = "v".repeat(random.nextInt(random.nextInt(4) == 0 ? 4000 : 300));
      if (random.nextInt(4) == 0) {
        written.add(stream + " :status=200");
      } else {
        heads.endNext(stream, fields("x-own", value, "via", "1.1 spillway"));
        written.add(stream + " :status=200 x-own=" + value + " via=1.1 spillway");
      }
      head(stream, random.nextBoolean());
      if (random.nextBoolean()) {
        String body = "b".repeat(random.nextInt(random.nextBoolean() ? 2000 : 20));
        body(stream, body);
        written.add(stream + " " + body);
      }
      if (random.nextInt(8) == 0) {
        channel.flush();
      }
    }

    assertThat(received()).isEqualTo(written);
    assertThat(channel.outboundMessages()).isEmpty();
  }
}
