package dev.spillway.lb.framing;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerRequest;

/**
 * Marks a request that stands in for one that was refused. It counts as decoded: of a request that
 * failed to decode Vert.x closes the connection together with the answer, and unread octets would
 * then make the client's system throw the answer away (RFC 9112 §9.6).
 */
public final class RefusedHead extends DecoderResult {
  private final MessageFault fault;

  RefusedHead(MessageFault fault) {
    super(SIGNAL_SUCCESS);
    this.fault = fault;
  }

  MessageFault fault() {
    return fault;
  }

  /** Why a request was refused, or null if it was not. */
  public static MessageFault of(HttpServerRequest request) {
    return request.decoderResult() instanceof RefusedHead refused ? refused.fault : null;
  }

  /**
   * What goes on in place of a head that is refused: asks for the connection to be closed, and for
   * the rest of it to be dropped before that.
   */
  static HttpRequest request(MessageFault fault) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    request.setDecoderResult(new RefusedHead(fault));
    return request;
  }
}
