package dev.spillway.lb.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestPartsTest {
  private final RequestParts parts = new RequestParts();
  private final EmbeddedChannel channel = new EmbeddedChannel(parts);
  private final List<ByteBuf> given = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final RequestParts.Taker taker =
      new RequestParts.Taker() {
        @Override
        public void part(ByteBuf octets) {
          given.add(octets);
          told.add(octets.toString(US_ASCII));
        }

        @Override
        public void partsRead() {
          told.add("read");
        }

        @Override
        public void ended() {
          told.add("ended after " + channel.inboundMessages().size());
        }

        @Override
        public void lost() {
          told.add("lost");
        }
      };

  private static HttpRequest head() {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
  }

  private static HttpContent part(String text) {
    return new DefaultHttpContent(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private static LastHttpContent last(String text) {
    return new DefaultLastHttpContent(Unpooled.copiedBuffer(text, US_ASCII));
  }

  @Test
  void partsGoToTheTakerAndTheEndToBoth() {
    parts.giveTo(taker);

    channel.writeInbound(head(), part("one"));
    channel.writeInbound(last("two"));

    assertThat(told).containsExactly("one", "read", "two", "ended after 2");
    assertThat(given).allMatch(octets -> octets.refCnt() == 1);
    assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  @Test
  void aTakerIsForOneBody() {
    parts.giveTo(taker);
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    told.clear();

    channel.writeInbound(head(), part("next"));

    assertThat(told).isEmpty();
    assertThat(channel.inboundMessages()).hasSize(3);
  }

  @Test
  void aBodyThatEndsWhileItIsHeldBackLeavesAConnectionThatReads() {
    parts.giveTo(taker);
    channel.writeInbound(part("one"));
    parts.pauseReading();
    assertThat(channel.config().isAutoRead()).isFalse();

    channel.writeInbound(last("two"));

    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void nobodyHoldsAConnectionBackThatReceivesNoBody() {
    parts.pauseReading();

    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aBodyThatIsMalformedIsForTheNextToSee() {
    parts.giveTo(taker);
    LastHttpContent malformed = last("");
    malformed.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));

    channel.writeInbound(malformed);

    assertThat(told).containsExactly("read");
    assertThat(channel.<Object>readInbound()).isSameAs(malformed);
  }

  @Test
  void aConnectionThatEndsInABodyIsTold() {
    parts.giveTo(taker);
    channel.writeInbound(part("one"));

    channel.close();

    assertThat(told).containsExactly("one", "read", "lost");
  }
}
