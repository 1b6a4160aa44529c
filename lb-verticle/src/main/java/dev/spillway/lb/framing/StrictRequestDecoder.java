package dev.spillway.lb.framing;

import dev.spillway.config.RequestLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Vert.x' decoder of requests behind a scanner. Of what the scanner refuses nothing is decoded; in
 * its place comes a request that carries the fault, so that it is answered in its turn, after those
 * before it. Then nothing more is read. A {@linkplain PlainRequest plain} request needs neither.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private static final String HIGHEST_VERSION = "HTTP/1.1";

  private final int headLimit;
  private final int targetLimit;
  private final KnownLines lines;
  private final RequestScanner scanner;
  private final BufferScan scan;
  private final ChunkedBody chunked = new ChunkedBody();
  private final ClientFraming.Listener listener;
  private ChannelHandlerContext context;
  private Preface preface; // null: the first bytes were something else
  private HeldBack held; // null: nothing is held back
  private HttpHeaders
      begun; // of the last message if that was a head with a body to come; else null
  private long headsDecoded; // requests that went on; those scanned may be ahead of them
  private boolean inChunks; // of the body of a plain request
  private boolean refused;

  StrictRequestDecoder(
      HttpServerOptions options,
      RequestLimits limits,
      KnownLines lines,
      ClientFraming.Listener listener,
      Preface preface) {
    super(options);
    this.preface = preface;
    this.headLimit = limits.head();
    this.targetLimit = limits.uri();
    this.lines = lines;
    this.scanner = new RequestScanner(limits.head(), limits.uri());
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
    if (refused) {
      ReferenceCountUtil.release(msg);
    } else if (msg instanceof ByteBuf in) {
      for (ByteBuf rest = in; rest != null; ) {
        rest = readSome(ctx, rest);
      }
    } else {
      super.channelRead(ctx, msg);
    }
  }

  /** Returns what of it is still to be read; null for nothing. */
  private ByteBuf readSome(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    if (refused) {
      in.release();
      return null;
    }
    if (preface != null) {
      begin(ctx, in);
      return null;
    }
    if (held != null) {
      held.addUnseen(ctx, in);
      in.release();
      return null;
    }
    if (inChunks) {
      return chunks(ctx, null, in);
    }
    PlainRequest plain = scanner.betweenMessages() ? plain(in) : null;
    if (plain == null) {
      read(ctx, in);
      return null;
    }
    in.skipBytes(plain.size());
    if (plain.chunked()) {
      inChunks = true;
      scanner.requestComesInChunks();
      return chunks(ctx, plain.head(), in);
    }
    scanner.plainRequestCame();
    headsDecoded++;
    whole(ctx, plain.head(), in);
    return null;
  }

  private PlainRequest plain(ByteBuf in) {
    PlainRequest request = BufferScan.plainRequest(lines, in, targetLimit);
    return request == null || request.size() > headLimit ? null : request;
  }

  private void whole(ChannelHandlerContext ctx, HttpRequest head, ByteBuf body) {
    if (body.isReadable()) {
      begun = head.headers();
      ctx.fireChannelRead(head);
      begun = null;
      ctx.fireChannelRead(new DefaultHttpContent(body));
    } else {
      body.release();
      begun = null;
      ctx.fireChannelRead(head);
    }
    ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  /**
   * Reads on in the chunked body of a plain request.
   *
   * @param head goes on before it, unless there is something wrong; null: it has gone on already
   * @return what follows it and is still to be read; null for nothing
   */
  private ByteBuf chunks(ChannelHandlerContext ctx, HttpRequest head, ByteBuf in) {
    chunked.begin(in);
    int end = scan.scanChunks(in, chunked);
    if (scanner.fault() != null) {
      in.release();
      if (head != null) {
        refuseHead(scanner.fault());
      } else {
        refuseBody();
      }
      return null;
    }
    inChunks = scanner.inChunks();
    ByteBuf rest = end == in.writerIndex() ? null : in.retainedSlice(end, in.writerIndex() - end);
    if (head != null) {
      headsDecoded++;
      begun = head.headers();
      ctx.fireChannelRead(head);
    }
    begun = null;
    HttpContent content = chunked.content(!inChunks);
    if (content != null) {
      tellTrailers(content);
      ctx.fireChannelRead(content);
    }
    return rest;
  }

  private void begin(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    Preface.Verdict verdict = preface.add(in);
    if (verdict == Preface.Verdict.PART) {
      return;
    }
    Preface whole = preface;
    preface = null;
    if (verdict == Preface.Verdict.WHOLE) {
      whole.found();
      ctx.fireChannelRead(whole.take()); // to the handler that has come after this
      ctx.fireChannelReadComplete();
    } else {
      channelRead(ctx, whole.take());
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
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
      refuseBody();
      return;
    }
    int end = scan.endOfWhole();
    ByteBuf rest = in.retainedSlice(end, in.writerIndex() - end);
    in.writerIndex(end);
    super.channelRead(ctx, in);
    if (held != null) {
      held.addUnseen(ctx, rest);
      held.faultAfterScanned(scanner.fault());
    } else {
      refuseHead(scanner.fault());
    }
    rest.release();
  }

  private void refuseBody() {
    refused = true;
    listener.bodyRefused(scanner.fault());
  }

  /** From now on nothing is decoded. */
  void hold() {
    held = new HeldBack();
  }

  /** What was held back; null for nothing. The caller owns it. */
  ByteBuf takeHeld() {
    return held == null ? null : held.takeAll();
  }

  /** What was held back is decoded. */
  void release() {
    if (held == null) {
      return;
    }
    HeldBack back = held;
    held = null;
    ByteBuf scanned = back.takeScanned();
    ByteBuf unseen = back.takeUnseen();
    if (scanned == null && unseen == null) {
      return;
    }
    context.channel().config().setAutoRead(true);
    held = back; // until they are read, in their turn
    context.executor().execute(() -> readAgain(scanned, unseen, back.fault()));
  }

  private void readAgain(ByteBuf scanned, ByteBuf unseen, MessageFault fault) {
    HeldBack later = held;
    held = null;
    try {
      if (scanned != null) {
        super.channelRead(context, scanned);
      }
      if (fault != null) {
        release(unseen);
        refuseHead(fault);
      } else if (unseen != null) {
        read(context, unseen);
      }
      ByteBuf meanwhile = later == null ? null : later.takeAll();
      if (meanwhile != null) {
        channelRead(context, meanwhile);
      }
      channelReadComplete(context);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  private static void release(ByteBuf unneeded) {
    if (unneeded != null) {
      unneeded.release();
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    super.handlerRemoved0(ctx);
    if (held != null) {
      release(held.takeAll());
    }
    if (preface != null) {
      release(preface.take());
    }
  }

  /** Whether a part of a head was received. */
  boolean inHead() {
    return scanner.inHead();
  }

  /** Whether nothing of the body was decoded that follows the head with these fields. */
  boolean bodyIsAhead(Object fields) {
    return fields == begun;
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

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (held != null) {
      held.addScanned(ctx, in);
      return;
    }
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
    begun = decoded instanceof HttpRequest head ? head.headers() : null;
    if (decoded instanceof HttpRequest request) {
      if (!request.decoderResult().isSuccess()) {
        refused = true;
        ReferenceCountUtil.release(decoded);
        out.set(at, standIn(MessageFault.OTHER));
      }
      headsDecoded++;
    } else if (decoded instanceof LastHttpContent last && last.decoderResult().isFailure()) {
      refused = true;
      listener.bodyRefused(faultOf(last.decoderResult().cause()));
    } else {
      tellTrailers(decoded);
    }
  }

  private void tellTrailers(Object content) {
    if (content instanceof LastHttpContent last && last != LastHttpContent.EMPTY_LAST_CONTENT) {
      HttpHeaders trailers = last.trailingHeaders();
      if (!trailers.isEmpty()) {
        listener.trailers(headsDecoded, trailers);
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
    if (!refused && held == null && !scanner.inHead()) {
      super.decodeLast(ctx, in, out);
    }
  }
}
