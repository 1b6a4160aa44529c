package dev.spillway.lb.forward;

import dev.spillway.lb.wire.http2.AnswerHeads;
import dev.spillway.lb.wire.http2.FieldBlock;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;

/** The fields of one answer on their way from a server to an HTTP/2 client. */
final class Http2ResponseHead {
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

  private final MultiMap received;
  private final CharSequence via;
  private final ClientSide client;
  private final HttpServerResponse answer;
  private boolean framed;

  /**
   * Nothing is taken yet.
   *
   * @param via the gateway's own entry of Via
   */
  Http2ResponseHead(MultiMap received, CharSequence via, ClientSide client) {
    this.received = received;
    this.via = via;
    this.client = client;
    this.answer = client.request().response();
  }

  /**
   * Takes the server's fields for the client's answer; sends nothing. Vert.x is told the length
   * alone, the others go past it, unless they are so many that Netty must divide them.
   *
   * @throws IllegalArgumentException if a field can't be sent on
   */
  void copyFields() {
    AnswerHeads heads = AnswerHeads.of(client.request().connection());
    FieldBlock fields = heads.newFields();
    ResponseHead.copyFields(received, via, client, (name, value) -> take(fields, name, value));
    if (heads.takes(fields)) {
      int stream = client.request().streamId();
      answer.headersEndHandler(
          v -> {
            heads.endNext(stream, fields);
            keepUnframed();
          });
    } else {
      answer.headers().clear();
      ResponseHead.copyFields(received, via, client, answer.headers()::add);
      answer.headersEndHandler(
          v -> {
            heads.flushSoon();
            keepUnframed();
          });
    }
  }

  private void take(FieldBlock fields, CharSequence name, CharSequence value) {
    if (AsciiString.contentEqualsIgnoreCase(name, CONTENT_LENGTH)) {
      answer.headers().add(CONTENT_LENGTH, value);
      framed = true;
    } else {
      fields.add(name, value);
    }
  }

  /**
   * Vert.x adds a length where no body follows, even to 204 and to gRPC's answers of trailers only.
   */
  private void keepUnframed() {
    if (!framed) {
      answer.headers().remove(CONTENT_LENGTH);
    }
  }
}
