package io.vertx.core.http.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.lb.framing.CarriedFields;
import dev.spillway.lb.framing.HeadFields;
import dev.spillway.lb.framing.RoomForBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneBufferResponseEncoderTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new OneBufferResponseEncoder());

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static VertxFullHttpResponse whole(boolean head, HttpHeaders fields, String body) {
    return new VertxFullHttpResponse(
        head,
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.OK,
        Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII),
        fields,
        HeadersMultiMap.httpHeaders());
  }

  private static HttpHeaders fields(int length) {
    return HeadersMultiMap.httpHeaders().set("content-length", Integer.toString(length));
  }

  private List<String> written(Object message) {
    channel.writeOutbound(message);
    List<String> buffers = new ArrayList<>();
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; ) {
      buffers.add(buffer.toString(StandardCharsets.US_ASCII));
      buffer.release();
      buffer = channel.readOutbound();
    }
    return buffers;
  }

  private static String head(int length) {
    return "HTTP/1.1 200 OK\r\ncontent-length: " + length + "\r\n\r\n";
  }

  @Test
  void aSmallAnswerIsOneBuffer() {
    for (int length : new int[] {1, 128, 129, 1024, RoomForBody.LARGEST}) {
      String body = "x".repeat(length);
      assertThat(written(whole(false, fields(length), body))).containsExactly(head(length) + body);
    }
  }

  @Test
  void aSmallChunkedAnswerIsOneBuffer() {
    for (int length : new int[] {1, 128, 129, 1024, RoomForBody.LARGEST}) {
      HttpHeaders fields = HeadersMultiMap.httpHeaders().set("transfer-encoding", "chunked");
      String body = "x".repeat(length);
      VertxFullHttpResponse answer = whole(false, fields, body);
      assertThat(written(answer))
          .containsExactly(
              "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                  .formatted(length, body));
      assertThat(answer.refCnt()).isZero();
    }
  }

  @Test
  void aLargerOneIsNotCopied() {
    int length = RoomForBody.LARGEST + 1;
    String body = "x".repeat(length);
    assertThat(written(whole(false, fields(length), body))).containsExactly(head(length), body);
  }

  @Test
  void headsOfAnyLengthAreWhole() {
    for (int length : new int[] {1, 300, 5000, 10}) {
      String field = "y".repeat(length);
      String all =
          String.join(
              "", written(whole(false, fields(1000).set("field", field), "x".repeat(1000))));
      assertThat(all)
          .isEqualTo(
              "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nfield: "
                  + field
                  + "\r\n\r\n"
                  + "x".repeat(1000));
    }
  }

  @Test
  void carriedFieldsStandWhereTheyWerePut() {
    HeadersMultiMap fields = HeadersMultiMap.httpHeaders();
    CarriedFields.add(
        fields,
        "2",
        head -> {
          HeadFields.writeLine(head, "Server", "caf\u00e9");
          HeadFields.writeLine(head, "CONTENT-LENGTH", "2");
          HeadFields.writeLine(head, AsciiString.of("Set-Cookie"), AsciiString.of("a=b"));
        });
    fields.add("connection", "close");
    channel.writeOutbound(whole(false, fields, "ok"));
    ByteBuf written = channel.readOutbound();

    assertThat(written.toString(StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nServer: caf\u00e9\r\nCONTENT-LENGTH: 2\r\nSet-Cookie: a=b\r\n"
                + "connection: close\r\n\r\nok");
    written.release();
  }

  @Test
  void toVertxTheyAreTheLengthAndAFieldWithoutAValue() {
    HeadersMultiMap fields = HeadersMultiMap.httpHeaders();
    CarriedFields.add(fields, "17", head -> HeadFields.writeLine(head, "Server", "x"));

    assertThat(fields.get("content-length")).isEqualTo("17");
    assertThat(fields.entries()).extracting(Map.Entry::getValue).containsExactly("", "17");
    fields.clear();
    assertThat(String.join("", written(whole(false, fields, ""))))
        .isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
  }

  @Test
  void theBodysMemoryIsGivenBack() {
    VertxFullHttpResponse answer = whole(false, fields(1024), "x".repeat(1024));
    written(answer);
    assertThat(answer.refCnt()).isZero();
  }

  @Test
  void theAnswerToHeadHasNoBody() {
    HttpHeaders fields = HeadersMultiMap.httpHeaders().set("transfer-encoding", "chunked");
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    assertThat(
            written(
                new VertxAssembledHttpResponse(
                    true, HttpVersion.HTTP_1_1, HttpResponseStatus.OK, fields)))
        .first()
        .isEqualTo(head);
    assertThat(String.join("", written(LastHttpContent.EMPTY_LAST_CONTENT))).isEmpty();
    assertThat(written(whole(false, fields(2), "ok"))).containsExactly(head(2) + "ok");
  }

  @Test
  void partsOfAnAnswerFollowItsHead() {
    HttpHeaders fields = HeadersMultiMap.httpHeaders().set("transfer-encoding", "chunked");
    List<String> all =
        new ArrayList<>(
            written(
                new VertxAssembledHttpResponse(
                    false,
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    fields,
                    Unpooled.copiedBuffer("part", StandardCharsets.US_ASCII))));
    all.addAll(written(LastHttpContent.EMPTY_LAST_CONTENT));

    assertThat(String.join("", all))
        .isEqualTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n\r\n");
  }
}
