package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Vert.x' decoder of requests, for their heads alone, which were scanned before. What it decodes is
 * returned and does not go on.
 */
class RequestHeadDecoder extends VertxHttpRequestDecoder {
  private static final String HIGHEST_VERSION = "HTTP/1.1";

  private HttpRequest decoded; // null: none is whole

  RequestHeadDecoder(HttpServerOptions options) {
    super(options);
  }

  /**
   * Decodes the next octets of a head, and nothing beyond it.
   *
   * @param in is given back
   * @return null if it isn't whole yet
   */
  final HttpRequest decodeHead(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    super.channelRead(ctx, in);
    HttpRequest head = decoded;
    if (head != null) {
      decoded = null;
      reset(); // it would wait for the body
    }
    return head;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    super.decode(ctx, in, out);
    if (!out.isEmpty()) {
      decoded = (HttpRequest) out.get(0);
      out.clear();
    }
  }

  /** What remains when a connection ends is no head. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {}

  /** As it was scanned: Vert.x looks at all letters but one of some names, and may find others. */
  @Override
  protected AsciiString splitHeaderName(byte[] octets, int start, int length) {
    return new AsciiString(octets, start, length, true);
  }

  /** A higher minor version is read as the highest that is known (RFC 9110 §2.5). */
  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    String version = initialLine[2];
    if (version.length() == HIGHEST_VERSION.length() && version.charAt(7) > '1') {
      initialLine[2] = HIGHEST_VERSION;
    }
    // As Vert.x does, but for a second check of the fields.
    return new DefaultHttpRequest(
        HttpVersion.valueOf(initialLine[2]),
        HttpMethod.valueOf(initialLine[0]),
        initialLine[1],
        HeadersMultiMap.caseInsensitive());
  }
}
