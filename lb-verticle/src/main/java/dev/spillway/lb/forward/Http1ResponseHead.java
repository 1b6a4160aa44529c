package dev.spillway.lb.forward;

import dev.spillway.lb.framing.CarriedFields;
import dev.spillway.lb.framing.HeadFields;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * The fields of one answer on their way from a server to an HTTP/1 client, past Vert.x, which needs
 * to know of its length alone.
 */
final class Http1ResponseHead implements HeadFields {
  private final int status;
  private final MultiMap received;
  private final CharSequence via;
  private final ClientSide client;

  private Http1ResponseHead(int status, MultiMap received, CharSequence via, ClientSide client) {
    this.status = status;
    this.received = received;
    this.via = via;
    this.client = client;
  }

  /**
   * Takes the server's fields for the client's answer, whose status is set; sends nothing.
   *
   * @param received sound
   * @param via the gateway's own entry of Via
   */
  static void carryFields(MultiMap received, CharSequence via, ClientSide client) {
    HttpServerResponse answer = client.request().response();
    CarriedFields.add(
        answer.headers(),
        received.get(HttpHeaders.CONTENT_LENGTH),
        new Http1ResponseHead(answer.getStatusCode(), received, via, client));
  }

  @Override
  public void writeTo(ByteBuf head) {
    ResponseHead.copyFields(
        received,
        via,
        client,
        (name, value) -> {
          if (!isForbiddenLength(name)) {
            HeadFields.writeLine(head, name, value);
          }
        });
  }

  /** 204 must not have one, and that of 205 is 0, which Netty adds (RFC 9110 §8.6, §15.3.6). */
  private boolean isForbiddenLength(CharSequence name) {
    return (status == 204 || status == 205)
        && AsciiString.contentEqualsIgnoreCase(name, HttpHeaders.CONTENT_LENGTH);
  }
}
