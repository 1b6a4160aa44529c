package dev.spillway.lb.forward;

import dev.spillway.lb.framing.HeadFields;
import dev.spillway.lb.framing.ServerFraming;
import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/**
 * Gives a request to a server its fields. In HTTP/1.1 they go past Vert.x, which would copy them
 * and check them again; what Vert.x is told then only says how the body is framed.
 */
final class OutgoingHead {
  private OutgoingHead() {}

  /**
   * Fills it in.
   *
   * @param framing that of the connection; null if it speaks HTTP/2
   * @param upgrade what other protocol is asked for; null if none
   * @throws Refusal 400 if a field can't be sent on
   */
  static void fill(
      HttpClientRequest request,
      ServerFraming framing,
      ClientSide client,
      RequestTarget target,
      Upgrade upgrade)
      throws Refusal {
    if (framing == null) {
      tellVertx(request.headers(), client, target);
      Http2Server.prepare(request, client.request());
    } else if (upgrade != null) {
      // Vert.x looks for the upgrade in its own fields.
      tellVertx(request.headers(), client, target);
      upgrade.addTo(request.headers());
      framing.sendOwnFields();
    } else {
      if (client.hasBody()) {
        frameBody(request, client);
      }
      boolean chunked = request.isChunked();
      framing.sendFields(head -> write(head, client, target, chunked));
    }
  }

  private static void tellVertx(MultiMap fields, ClientSide client, RequestTarget target)
      throws Refusal {
    try {
      RequestHead.fill((name, value) -> fields.add(name, value), client, target);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "found a header field that can't be sent on");
    }
  }

  private static void frameBody(HttpClientRequest request, ClientSide client) {
    String length = client.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      request.setChunked(true);
    } else {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
  }

  /** They were checked when they were received. */
  private static void write(
      ByteBuf head, ClientSide client, RequestTarget target, boolean chunked) {
    RequestHead.fill((name, value) -> HeadFields.writeLine(head, name, value), client, target);
    if (chunked) {
      HeadFields.writeLine(head, HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
    }
  }
}
