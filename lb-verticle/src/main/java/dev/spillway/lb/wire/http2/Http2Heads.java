package dev.spillway.lb.wire.http2;

import dev.spillway.lb.wire.Channels;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;

/**
 * Knows whether the head of an HTTP/2 request that is being handled right now was all of it. Vert.x
 * tells its end only after the request was handed out, when it is too late to say whether a body
 * follows.
 */
public final class Http2Heads extends Http2FrameListenerDecorator {
  private static final AttributeKey<Http2Heads> KEY = AttributeKey.valueOf(Http2Heads.class, "of");

  private boolean ended;

  private Http2Heads(Http2FrameListener listener) {
    super(listener);
  }

  static void install(Channel channel, long mostStreams) {
    Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
    // Netty would wait for the client's word that it knows the limit.
    handler.connection().remote().maxActiveStreams((int) mostStreams);
    Http2ConnectionDecoder decoder = handler.decoder();
    Http2Heads heads = new Http2Heads(decoder.frameListener());
    decoder.frameListener(heads);
    channel.attr(KEY).set(heads);
  }

  /** Whether the request that is being handed out right now has no body. */
  public static boolean endedWithHead(HttpConnection connection) {
    Http2Heads heads = Channels.of(connection).attr(KEY).get();
    return heads != null && heads.ended;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    ended = endOfStream;
    super.onHeadersRead(context, stream, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    ended = endOfStream;
    super.onHeadersRead(
        context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
  }
}
