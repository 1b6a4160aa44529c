package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ServerFraming;
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
      RequestHead.fill(request.headers(), client, target);
      Http2Server.prepare(request, client.request());
    } else if (upgrade != null) {
      // Vert.x looks for the upgrade in its own fields.
      RequestHead.fill(request.headers(), client, target);
      upgrade.addTo(request.headers());
      framing.sendOwnFields();
    } else {
      MultiMap fields = ServerFraming.newFields();
      RequestHead.fill(fields, client, target);
      if (client.hasBody()) {
        frameBody(request, fields);
      }
      framing.sendFields(fields);
    }
  }

  private static void frameBody(HttpClientRequest request, MultiMap fields) {
    String length = fields.get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      fields.set(HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
      request.setChunked(true);
    } else {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
  }
}
