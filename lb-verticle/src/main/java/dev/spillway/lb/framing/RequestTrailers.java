package dev.spillway.lb.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Map;

/** Adds trailers to the end of a chunked request, which Vert.x has no way to do. */
final class RequestTrailers extends ChannelOutboundHandlerAdapter {
  private Iterable<Map.Entry<String, String>> next;

  /** Those of the request that ends next. */
  void set(Iterable<Map.Entry<String, String>> trailers) {
    next = trailers;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (next == null || !(msg instanceof LastHttpContent last)) {
      ctx.write(msg, promise);
      return;
    }
    LastHttpContent with =
        last instanceof FullHttpRequest whole
            ? withTrailers(whole)
            : new DefaultLastHttpContent(last.content());
    HttpHeaders fields = with.trailingHeaders();
    next.forEach(field -> fields.add(field.getKey(), field.getValue()));
    next = null;
    ctx.write(with, promise);
  }

  private static FullHttpRequest withTrailers(FullHttpRequest whole) {
    return new DefaultFullHttpRequest(
        whole.protocolVersion(),
        whole.method(),
        whole.uri(),
        whole.content(),
        whole.headers(),
        DefaultHttpHeadersFactory.trailersFactory().newHeaders());
  }
}
