package dev.spillway.lb.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Vert.x' decoder of requests, which can hold back what follows a request that asks for another
 * protocol: until its answer is known, nobody can tell whether that is a request or not. Vert.x
 * itself would decode it, and lose it if the protocol is switched. It also notices clients that
 * begin with HTTP/2.
 */
public final class RequestDecoder extends VertxHttpRequestDecoder {
  private static final String NAME = "httpDecoder"; // by which Vert.x removes it on a switch
  private static final int MOST_HELD = 64 * 1024;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Runnable priorKnowledge; // null: the first bytes were something else
  private ChannelHandlerContext context;
  private boolean holding;
  private ByteBuf held;

  private RequestDecoder(HttpServerOptions options, Runnable priorKnowledge) {
    super(options);
    this.priorKnowledge = priorKnowledge;
  }

  /** Takes the place of Vert.x' own decoder. */
  static void install(
      ChannelPipeline pipeline, HttpServerOptions options, Runnable priorKnowledge) {
    pipeline.replace(NAME, NAME, new RequestDecoder(options, priorKnowledge));
  }

  private static RequestDecoder of(HttpConnection connection) {
    return Channels.of(connection).pipeline().get(RequestDecoder.class);
  }

  /** Holds back what follows the request that is being handled right now. */
  public static void hold(HttpConnection connection) {
    RequestDecoder decoder = of(connection);
    if (decoder != null) {
      decoder.holding = true;
    }
  }

  /** The protocol was not switched: what was held back is decoded. */
  public static void release(HttpConnection connection) {
    RequestDecoder decoder = of(connection);
    if (decoder != null && decoder.holding) {
      decoder.release();
    }
  }

  /** The protocol is about to be switched: what was held back, or null; the caller owns it. */
  static ByteBuf take(HttpConnection connection) {
    RequestDecoder decoder = of(connection);
    return decoder == null ? null : decoder.takeHeld();
  }

  private ByteBuf takeHeld() {
    ByteBuf taken = held;
    held = null;
    return taken;
  }

  private void release() {
    holding = false;
    ByteBuf rest = takeHeld();
    if (rest != null) {
      context.channel().config().setAutoRead(true);
      context.pipeline().context(this).executor().execute(() -> decodeAll(rest));
    }
  }

  private void decodeAll(ByteBuf rest) {
    try {
      if (context.isRemoved()) {
        rest.release();
      } else {
        channelRead(context, rest);
        channelReadComplete(context);
      }
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    super.handlerAdded(added);
    context = added;
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext removed) throws Exception {
    super.handlerRemoved0(removed);
    ByteBuf rest = takeHeld();
    if (rest != null) {
      rest.release();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext reader, ByteBuf in, List<Object> out)
      throws Exception {
    if (priorKnowledge != null && decodePreface(in)) {
      return;
    }
    if (holding) {
      hold(reader, in);
    } else {
      super.decode(reader, in, out);
    }
  }

  /** Whether these bytes are HTTP/2's preface, or may become it (RFC 9113 §3.4). */
  private boolean decodePreface(ByteBuf in) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        priorKnowledge = null;
        return false;
      }
    }
    if (length == PREFACE.length) {
      priorKnowledge.run();
    }
    return true;
  }

  private void hold(ChannelHandlerContext reader, ByteBuf in) {
    if (held == null) {
      held = reader.alloc().buffer(in.readableBytes());
    }
    held.writeBytes(in);
    if (held.readableBytes() >= MOST_HELD) {
      reader.channel().config().setAutoRead(false);
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext reader, ByteBuf in, List<Object> out)
      throws Exception {
    if (!holding) {
      super.decodeLast(reader, in, out);
    }
  }
}
