package dev.spillway.lb.framing;

import dev.spillway.config.RequestLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;

/**
 * Reads requests strictly. {@linkplain PlainHead Plain heads} are read in one step; others go
 * through a scanner first, then through Vert.x' decoder, which sees nothing else. Of a head that
 * the scanner refuses nothing is decoded; in its place comes a request that carries the fault, so
 * that it is answered in its turn, after those before it. Then nothing more is read. Bodies are
 * taken out of their framing here.
 */
final class StrictRequestDecoder extends RequestHeadDecoder {
  private final PlainRequests plainHeads;
  private final RequestScanner scanner;
  private final BufferScan scan;
  private final ChunkedBody chunked = new ChunkedBody();
  private final ClientFraming.Listener listener;
  private ChannelHandlerContext context;
  private Preface preface; // null: the first bytes were something else
  private HeldBack held; // null: nothing is held back
  private HttpHeaders ahead; // of the last head, while none of its body went on; else null
  private long heads; // that went on
  private boolean refused;

  StrictRequestDecoder(
      HttpServerOptions options,
      RequestLimits limits,
      KnownLines lines,
      ClientFraming.Listener listener,
      Preface preface) {
    super(options);
    this.preface = preface;
    this.plainHeads = new PlainRequests(lines, limits.head(), limits.uri());
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
    if (!(msg instanceof ByteBuf in)) {
      super.channelRead(ctx, msg);
      return;
    }
    ByteBuf rest = in;
    while (rest.isReadable()) {
      rest = readSome(ctx, rest);
    }
    rest.release();
  }

  /** Reads a message, or as much of it as there is; returns what is still to be read. */
  private ByteBuf readSome(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    if (refused) {
      return dropped(in);
    }
    if (preface != null) {
      begin(ctx, in);
      return Unpooled.EMPTY_BUFFER;
    }
    if (held != null) {
      held.add(ctx, in);
      return in;
    }
    if (scanner.inBody()) {
      return body(ctx, null, in);
    }
    PlainHead<HttpRequest> plain =
        scanner.betweenMessages() ? BufferScan.plainHead(plainHeads, in) : null;
    if (plain == null) {
      return special(ctx, in);
    }
    in.skipBytes(plain.size());
    scanner.bodyBegins(plain.bodyLength());
    return message(ctx, plain.message(), in);
  }

  private static ByteBuf dropped(ByteBuf in) {
    return in.skipBytes(in.readableBytes());
  }

  /**
   * Splits what was read.
   *
   * @param in goes until {@code end} from now on
   * @return what follows there
   */
  private static ByteBuf split(ByteBuf in, int end) {
    int left = in.writerIndex() - end;
    if (left == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    // Not retainedSlice: of a pooled buffer each would hold the one before it, thousands deep.
    ByteBuf rest = in.slice(end, left).retain();
    in.writerIndex(end);
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

  /** Reads a head that is not plain, or a part of it. */
  private ByteBuf special(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    boolean wasInHead = scanner.inHead();
    int end = scan.scanHead(in);
    if (scanner.fault() != null) {
      refuseHead(scanner.fault());
      return dropped(in);
    }
    ByteBuf rest = split(in, end);
    HttpRequest head = decodeHead(ctx, in);
    if (scanner.inHead() && !wasInHead) {
      listener.headBegun();
    }
    if (head == null) {
      return rest;
    }
    if (head.decoderResult().isFailure()) {
      refuseHead(MessageFault.OTHER);
      return dropped(rest);
    }
    return message(ctx, head, rest);
  }

  private ByteBuf message(ChannelHandlerContext ctx, HttpRequest head, ByteBuf in) {
    if (scanner.inBody() && in.isReadable()) {
      return body(ctx, head, in);
    }
    goOn(ctx, head);
    if (!scanner.inBody()) {
      goOn(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
    }
    return in;
  }

  /**
   * Reads on in a body.
   *
   * @param head goes on before it, unless there is something wrong; null: it has gone on already
   */
  private ByteBuf body(ChannelHandlerContext ctx, HttpRequest head, ByteBuf in) {
    if (!scanner.inChunks()) {
      int count = (int) Math.min(scanner.bodyLeft(), in.readableBytes());
      scanner.skip(count);
      ByteBuf rest = split(in, in.readerIndex() + count);
      boolean last = scanner.betweenMessages();
      goOn(
          ctx,
          head,
          last
              ? new DefaultLastHttpContent(in, EmptyHttpHeaders.INSTANCE)
              : new DefaultHttpContent(in));
      return rest;
    }
    chunked.begin(in);
    int end = scan.scanChunks(in, chunked);
    if (scanner.fault() != null) {
      refuse(head);
      return dropped(in);
    }
    ByteBuf rest = split(in, end);
    goOn(ctx, head, chunked.content(!scanner.inChunks()));
    return rest;
  }

  private void refuse(HttpRequest head) {
    if (head != null) {
      refuseHead(scanner.fault());
    } else {
      refused = true;
      listener.bodyRefused(scanner.fault());
    }
  }

  private void goOn(ChannelHandlerContext ctx, HttpRequest head, HttpContent content) {
    if (head != null) {
      goOn(ctx, head);
    }
    if (content != null) {
      goOn(ctx, content);
    }
  }

  private void goOn(ChannelHandlerContext ctx, HttpRequest head) {
    heads++;
    ahead = head.headers();
    ctx.fireChannelRead(head);
  }

  private void goOn(ChannelHandlerContext ctx, HttpContent content) {
    ahead = null;
    if (content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      listener.trailers(heads, last.trailingHeaders());
    }
    ctx.fireChannelRead(content);
  }

  /** From now on nothing is decoded. */
  void hold() {
    held = new HeldBack();
  }

  /** What was held back; null for nothing. The caller owns it. */
  ByteBuf takeHeld() {
    return held == null ? null : held.take();
  }

  /** What was held back is decoded, soon; until then more may be. */
  void release() {
    if (held == null) {
      return;
    }
    if (held.isEmpty()) {
      held = null;
    } else {
      context.executor().execute(this::readHeld);
    }
  }

  private void readHeld() {
    ByteBuf back = takeHeld();
    if (back == null) { // the connection has ended
      return;
    }
    held = null;
    context.channel().config().setAutoRead(true);
    try {
      channelRead(context, back);
      channelReadComplete(context);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    super.handlerRemoved0(ctx);
    release(takeHeld());
    release(preface == null ? null : preface.take());
  }

  private static void release(ByteBuf unneeded) {
    if (unneeded != null) {
      unneeded.release();
    }
  }

  /** Whether a part of a head was received. */
  boolean inHead() {
    return scanner.inHead();
  }

  /** Whether nothing of the body went on that follows the head with these fields. */
  boolean bodyIsAhead(Object fields) {
    return fields == ahead;
  }

  /** Heads that went on so far. */
  long heads() {
    return heads;
  }

  /** Drops everything from now on. */
  void ignoreAll() {
    refused = true;
  }

  /** Gives up on the head that is being received; nothing more is read. */
  void refuseHead(MessageFault fault) {
    refused = true;
    context.fireChannelRead(RefusedHead.request(fault));
    context.fireChannelReadComplete();
  }
}
