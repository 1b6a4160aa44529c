package dev.spillway.lb.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerPartsTest {
  private final AnswerParts parts = new AnswerParts();
  private final EmbeddedChannel channel = new EmbeddedChannel(parts);
  private final List<ByteBuf> given = new ArrayList<>();

  private static ByteBuf octets(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  private static HttpResponse head() {
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
  }

  private List<String> texts() {
    return given.stream().map(octets -> octets.toString(US_ASCII)).toList();
  }

  @Test
  void partsGoToTheTakerAndTheRestToTheNext() {
    parts.giveTo(given::add);

    channel.writeInbound(head(), new DefaultHttpContent(octets("one")));
    channel.writeInbound(new DefaultLastHttpContent(octets("two")));

    assertThat(texts()).containsExactly("one", "two");
    assertThat(given).allMatch(octets -> octets.refCnt() == 1);
    assertThat(channel.<Object>readInbound()).isInstanceOf(HttpResponse.class);
    LastHttpContent end = channel.readInbound();
    assertThat(end.content().isReadable()).isFalse();
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void trailersAreKept() {
    parts.giveTo(given::add);
    LastHttpContent last = new DefaultLastHttpContent(octets("end"));
    last.trailingHeaders().set("checksum", "1");

    channel.writeInbound(last);

    assertThat(texts()).containsExactly("end");
    LastHttpContent end = channel.readInbound();
    assertThat(end.trailingHeaders().get("checksum")).isEqualTo("1");
  }

  @Test
  void aTakerIsForOneAnswer() {
    parts.giveTo(given::add);
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

    channel.writeInbound(head(), new DefaultHttpContent(octets("next")));

    assertThat(given).isEmpty();
    assertThat(channel.inboundMessages()).hasSize(3);
  }

  @Test
  void anAnswerThatEndsWhileItIsHeldBackLeavesAConnectionThatReads() {
    parts.giveTo(
        octets -> {
          given.add(octets);
          channel.config().setAutoRead(false);
        });

    channel.writeInbound(head(), new DefaultLastHttpContent(octets("all")));

    assertThat(texts()).containsExactly("all");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void partsThatNobodyWantsAreGivenBack() {
    parts.giveTo(given::add);
    channel.writeInbound(head());
    parts.drop();
    ByteBuf one = octets("one");
    ByteBuf two = octets("two");

    channel.writeInbound(new DefaultHttpContent(one), new DefaultLastHttpContent(two));

    assertThat(given).isEmpty();
    assertThat(one.refCnt()).isZero();
    assertThat(two.refCnt()).isZero();
    assertThat(channel.<Object>readInbound()).isInstanceOf(HttpResponse.class);
    assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
  }

  @Test
  void whoDropsLateSpoilsNoOtherAnswer() {
    parts.giveTo(given::add);
    channel.writeInbound(head(), LastHttpContent.EMPTY_LAST_CONTENT);
    parts.drop();

    channel.writeInbound(head(), new DefaultHttpContent(octets("next")));

    assertThat(channel.inboundMessages()).hasSize(4);
  }

  @Test
  void anEndThatCouldNotBeDecodedGoesOnWithItsFault() {
    parts.giveTo(given::add);
    LastHttpContent last = new DefaultLastHttpContent(octets("?"));
    last.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("chunk")));

    channel.writeInbound(last);

    assertThat(given).isEmpty();
    assertThat(channel.<Object>readInbound()).isSameAs(last);
  }
}
