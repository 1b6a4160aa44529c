package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x' decoder of requests behind a scanner. Of what the scanner refuses nothing is decoded; in
 * its place comes a request that carries the fault, so that it is answered in its turn, after those
 * before it. Then nothing more is read.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private static final String HIGHEST_VERSION = "HTTP/1.1";

  private final RequestScanner scanner;
  private final BufferScan scan;
  private final ClientFraming.Listener listener;
  private ChannelHandlerContext context;
  private boolean refused;

  StrictRequestDecoder(
      HttpServerOptions options, int headLimit, int targetLimit, ClientFraming.Listener listener) {
    super(options);
    this.scanner = new RequestScanner(headLimit, targetLimit);
    this.scan = new BufferScan(scanner);
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
    if (refused || !(msg instanceof ByteBuf in)) {
      if (refused) {
        ReferenceCountUtil.release(msg);
      } else {
        super.channelRead(ctx, msg);
      }
      return;
    }
    boolean wasInHead = scanner.inHead();
    boolean wasInBody = scanner.inBody();
    if (scan.scan(in)) {
      super.channelRead(ctx, in);
      if (!wasInHead && scanner.inHead()) {
        listener.headBegun();
      }
      return;
    }
    if (wasInBody && !scan.beganHere()) {
      in.release();
      refused = true;
      listener.bodyRefused(scanner.fault());
      return;
    }
    in.writerIndex(scan.endOfWhole());
    super.channelRead(ctx, in);
    refuseHead(scanner.fault());
  }

  /** Whether a part of a head was received. */
  boolean inHead() {
    return scanner.inHead();
  }

  /** Heads received whole so far. */
  long heads() {
    return scanner.heads();
  }

  /** Drops everything from now on. */
  void ignoreAll() {
    refused = true;
  }

  /** Gives up on the head that is being received; nothing more is read. */
  void refuseHead(MessageFault fault) {
    refused = true;
    context.fireChannelRead(standIn(fault));
    context.fireChannelReadComplete();
  }

  /** Asks for the connection to be closed, and for the rest of it to be dropped before that. */
  private static HttpRequest standIn(MessageFault fault) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    request.setDecoderResult(new RefusedHead(fault));
    return request;
  }

  /** A higher minor version is read as the highest that is known (RFC 9110 §2.5). */
  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    String version = initialLine[2];
    if (version.length() == HIGHEST_VERSION.length() && version.charAt(7) > '1') {
      initialLine[2] = HIGHEST_VERSION;
    }
    return super.createMessage(initialLine);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    int before = out.size();
    super.decode(ctx, in, out);
    for (int i = before; i < out.size(); i++) {
      check(out, i);
    }
    if (refused && out.size() > before) {
      dropFailedBody(out);
    }
  }

  private void check(List<Object> out, int at) {
    Object decoded = out.get(at);
    if (decoded instanceof HttpRequest request) {
      if (!request.decoderResult().isSuccess()) {
        refused = true;
        ReferenceCountUtil.release(decoded);
        out.set(at, standIn(MessageFault.OTHER));
      }
    } else if (decoded instanceof LastHttpContent last && last.decoderResult().isFailure()) {
      refused = true;
      listener.bodyRefused(faultOf(last.decoderResult().cause()));
    } else if (decoded instanceof LastHttpContent last
        && last != LastHttpContent.EMPTY_LAST_CONTENT) {
      HttpHeaders trailers = last.trailingHeaders();
      if (!trailers.isEmpty()) {
        listener.trailers(scanner.heads(), trailers);
      }
    }
  }

  /** Vert.x would close the connection at its sight, without an answer. */
  private static void dropFailedBody(List<Object> out) {
    int at = out.size() - 1;
    if (out.get(at) instanceof LastHttpContent last && last.decoderResult().isFailure()) {
      out.remove(at);
      last.release();
    }
  }

  private static MessageFault faultOf(Throwable cause) {
    if (cause instanceof InvalidChunkExtensionException) {
      return MessageFault.CHUNK_EXTENSION;
    }
    return cause instanceof TooLongFrameException ? MessageFault.HEAD_TOO_LONG : MessageFault.OTHER;
  }

  /** What remains of a refused head, or of one that its client gave up, is no request. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    if (!refused && !scanner.inHead()) {
      super.decodeLast(ctx, in, out);
    }
  }
}
