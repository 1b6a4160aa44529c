package dev.spillway.lb.forward;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/**
 * Makes the head of a client's answer from that of a server's: the server's status and fields in
 * their order, without the hop-by-hop fields, with Via continued; framed for the client's version.
 */
final class ResponseHead {
  private ResponseHead() {}

  /** How the end of a body is known to the client. */
  enum Framing {
    /** There is no body (RFC 9110 §6.4.1). */
    NONE,
    /** By Content-Length. */
    LENGTH,
    /** By the last chunk. */
    CHUNKED,
    /** By the end of the connection: the client speaks HTTP/1.0. */
    CLOSE
  }

  /**
   * Sets status and fields; sends nothing. The request's id goes back as well, unless the server
   * has set one of its own.
   *
   * @param fields those of the answer
   * @param scanned whether they are sound, as they came by HTTP/1
   * @throws IllegalArgumentException if a field can't be sent on
   */
  static Framing copy(
      HttpClientResponse from, MultiMap fields, boolean scanned, ClientSide client) {
    HttpServerRequest request = client.request();
    HttpServerResponse to = request.response();
    if (from.statusCode() != to.getStatusCode()) {
      to.setStatusCode(from.statusCode()); // Netty looks each one up, and most are 200
    }
    copyReason(from, to);
    CharSequence via = RequestHead.via(from.version());
    boolean http2 = request.version() == HttpVersion.HTTP_2;
    if (http2) {
      new Http2ResponseHead(fields, via, client).copyFields();
    } else if (scanned) {
      Http1ResponseHead.carryFields(fields, via, client);
    } else {
      copyFields(fields, via, client, to.headers()::add);
    }
    Framing framing = framing(from.statusCode(), fields, request);
    if (framing == Framing.CHUNKED) {
      to.setChunked(true);
    }
    if (!http2 && (client.lastOnConnection() || framing == Framing.CLOSE)) {
      // Vert.x adds keep-alive for HTTP/1.0; this comes after it.
      to.headersEndHandler(v -> to.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
    return framing;
  }

  /**
   * Adds the server's fields that go further, and the gateway's own.
   *
   * @param via the gateway's own entry of Via
   * @throws IllegalArgumentException if the sink takes one of them for unsound
   */
  static void copyFields(MultiMap from, CharSequence via, ClientSide client, FieldSink to) {
    boolean identified = copyEndToEnd(from, to);
    to.add(RequestHead.VIA, via);
    if (!identified) {
      to.add(RequestId.FIELD, client.requestId());
    }
  }

  /** Sets the fields of a 101, which has none of framing; sends nothing. */
  static void copySwitch(HttpClientResponse from, HttpServerRequest request) {
    MultiMap to = request.response().headers();
    copyFields(from.headers(), to);
    to.add("Connection", "Upgrade");
    for (String protocol : from.headers().getAll(HttpHeaders.UPGRADE)) {
      to.add("Upgrade", protocol);
    }
    to.add(RequestHead.VIA, RequestHead.via(from.version()));
  }

  /** The fields of an interim response or a trailer section that may go further. */
  static void copyFields(MultiMap from, MultiMap to) {
    copyEndToEnd(from, to::add);
  }

  /** Answers whether a request's id is among them. */
  private static boolean copyEndToEnd(MultiMap from, FieldSink to) {
    HopByHopFields hopByHop = HopByHopFields.of(from);
    boolean identified = false;
    for (Map.Entry<CharSequence, CharSequence> field : new ReceivedFields(from)) {
      CharSequence name = field.getKey();
      if (!hopByHop.contains(name)) {
        identified |= AsciiString.contentEqualsIgnoreCase(name, RequestId.FIELD);
        to.add(name, field.getValue());
      }
    }
    return identified;
  }

  /** Only a reason of the server's own is set: Vert.x knows a 304 by the standard one. */
  private static void copyReason(HttpClientResponse from, HttpServerResponse to) {
    String reason = from.statusMessage();
    if (reason != null && from.statusCode() != 304 && !to.getStatusMessage().equals(reason)) {
      to.setStatusMessage(reason);
    }
  }

  private static Framing framing(int status, MultiMap fields, HttpServerRequest request) {
    if (request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304) {
      return Framing.NONE;
    }
    if (fields.contains(HttpHeaders.CONTENT_LENGTH)) {
      return Framing.LENGTH;
    }
    return request.version() == HttpVersion.HTTP_1_0 ? Framing.CLOSE : Framing.CHUNKED;
  }
}
