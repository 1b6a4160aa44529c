package dev.spillway.lb.framing;

import dev.spillway.config.RequestLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.OneBufferResponseEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The strict reading of one client's connection. This and {@link ServerFraming} are the classes
 * that reach the channel below a connection of Vert.x, which nothing public does. For the
 * connection's event loop.
 */
public final class ClientFraming {
  private static final String DECODER = "httpDecoder";
  private static final String ENCODER = "httpEncoder";

  private final Channel channel;
  private final StrictRequestDecoder decoder; // null: not HTTP/1.x

  /** Who is told of what is received on a connection. Called on its event loop. */
  public interface Listener {
    /** A part of a head was received, and the rest was not yet. */
    void headBegun();

    /**
     * The body of the last request is malformed, and its head was sound. Nothing more is read.
     *
     * @param fault what is wrong with it
     */
    void bodyRefused(MessageFault fault);

    /**
     * Trailers were received; that body's end is told after this.
     *
     * @param request which request's they are, the connection's first being 1
     * @param trailers not empty
     */
    void trailers(long request, HttpHeaders trailers);
  }

  private ClientFraming(Channel channel, StrictRequestDecoder decoder) {
    this.channel = channel;
    this.decoder = decoder;
  }

  /**
   * Makes a new connection's reading strict, and its small answers one buffer each. Leaves one that
   * speaks HTTP/2 as it is.
   *
   * @param options those of the server
   * @param lines of the requests of this event loop's clients
   * @param priorKnowledge is called if the first bytes are HTTP/2's preface, and makes the
   *     connection one of HTTP/2 (RFC 9113 §3.3)
   */
  public static ClientFraming install(
      HttpConnection connection,
      HttpServerOptions options,
      RequestLimits limits,
      KnownLines lines,
      Listener listener,
      Runnable priorKnowledge) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(DECODER) == null) {
      return new ClientFraming(channel, null);
    }
    StrictRequestDecoder decoder =
        new StrictRequestDecoder(
            options, limits, lines, listener, options.isSsl() ? null : new Preface(priorKnowledge));
    pipeline.replace(DECODER, DECODER, decoder);
    pipeline.replace(ENCODER, ENCODER, new OneBufferResponseEncoder());
    return new ClientFraming(channel, decoder);
  }

  /** Holds back what follows the request that is being handled right now. */
  public static void hold(HttpConnection connection) {
    StrictRequestDecoder decoder = decoderOf(connection);
    if (decoder != null) {
      decoder.hold();
    }
  }

  /** The protocol was not switched: what was held back is read. */
  public static void release(HttpConnection connection) {
    StrictRequestDecoder decoder = decoderOf(connection);
    if (decoder != null) {
      decoder.release();
    }
  }

  /** The protocol is about to be switched: what was held back, or null; the caller owns it. */
  public static ByteBuf take(HttpConnection connection) {
    StrictRequestDecoder decoder = decoderOf(connection);
    return decoder == null ? null : decoder.takeHeld();
  }

  /**
   * Takes the parts of a request's body in place of Vert.x.
   *
   * @param fields of its head, as Vert.x shows them
   * @return the reading of that body; null if Vert.x has some of its parts already, as those of a
   *     request that waited for the answer to the one before it, and of HTTP/2
   */
  public static RequestParts takeBody(
      HttpConnection connection, MultiMap fields, RequestParts.Taker taker) {
    StrictRequestDecoder decoder = decoderOf(connection);
    if (decoder == null || !decoder.bodyIsAhead(fields)) {
      return null;
    }
    ChannelPipeline pipeline =
        ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    RequestParts parts = pipeline.get(RequestParts.class);
    if (parts == null) { // most connections never have a body
      parts = new RequestParts();
      pipeline.addAfter(DECODER, "requestParts", parts);
    }
    parts.giveTo(taker);
    return parts;
  }

  private static StrictRequestDecoder decoderOf(HttpConnection connection) {
    return ((HttpServerConnection) connection)
        .channelHandlerContext()
        .pipeline()
        .get(StrictRequestDecoder.class);
  }

  /** Whether a part of a head was received. */
  public boolean inHead() {
    return decoder != null && decoder.inHead();
  }

  /** How many heads were received whole. */
  public long heads() {
    return decoder == null ? 0 : decoder.heads();
  }

  /** Answers the head that is being received as one that took too long. */
  public void headTookTooLong() {
    decoder.refuseHead(MessageFault.HEAD_TIMEOUT);
  }

  /** Answers a connection before anything is read from it; nothing ever is. */
  public void turnAway(int status, String reason) {
    if (decoder == null) {
      channel.close();
      return;
    }
    decoder.ignoreAll();
    String answer =
        "HTTP/1.1 %d %s\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
            .formatted(status, reason);
    channel
        .pipeline()
        .context(ENCODER)
        .writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
        .addListener(written -> closeOutput());
  }

  /** Closes so that the client can't take it for an orderly end. */
  public void reset() {
    if (channel instanceof SocketChannel) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }

  /** Tells the client that nothing more comes, so that it need not wait for the close. */
  public void closeOutput() {
    if (channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      duplex.shutdownOutput();
    }
  }
}
