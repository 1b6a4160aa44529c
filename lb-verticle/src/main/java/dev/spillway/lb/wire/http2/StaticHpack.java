package dev.spillway.lb.wire.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Sends the fields of answers without HPACK's dynamic table, of which an encoder may use as little
 * as it likes (RFC 7541 §4.2): each answer has a request id of its own, which would go through the
 * table and drive out what could be used again.
 */
final class StaticHpack extends Http2FrameListenerDecorator {
  private final Http2HeadersEncoder.Configuration encoder;

  private StaticHpack(Http2ConnectionHandler handler) {
    super(handler.decoder().frameListener());
    this.encoder = handler.encoder().configuration().headersConfiguration();
  }

  static void install(Channel channel) {
    Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
    Http2ConnectionDecoder decoder = handler.decoder();
    StaticHpack hpack = new StaticHpack(handler);
    decoder.frameListener(hpack);
    hpack.useNoTable();
  }

  /** The codec has taken over what the client allows by now. */
  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    useNoTable();
    super.onSettingsRead(context, settings);
  }

  private void useNoTable() {
    try {
      encoder.maxHeaderTableSize(0);
    } catch (Http2Exception e) {
      throw new IllegalStateException("no table is always allowed", e);
    }
  }
}
