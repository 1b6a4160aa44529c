package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before the decoder of answers. A plain answer it decodes itself and hands on behind that
 * decoder; everything else it shows to a scanner first. What that refuses fails the connection, and
 * with it the request that is under way.
 */
final class StrictAnswers extends ChannelInboundHandlerAdapter {
  private final PlainAnswers heads;
  private final ResponseScanner scanner;
  private final BufferScan scan;
  private final ChunkedBody chunked = new ChunkedBody();
  private ChannelHandlerContext decoder;
  private ServerCodec codec;
  private long plainLeft; // octets of the body of a plain answer that are still to come
  private Runnable afterRead; // null: nothing to do

  StrictAnswers(int headLimit, KnownLines lines) {
    heads = new PlainAnswers(lines, headLimit);
    scanner = new ResponseScanner(headLimit);
    scan = new BufferScan(scanner);
  }

  void expect(boolean head) {
    scanner.expect(head);
  }

  void afterRead(Runnable task) {
    afterRead = task;
  }

  /** The decoder stands in the pipeline before this is put before it. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    decoder = ctx.pipeline().context(ServerCodec.class);
    codec = (ServerCodec) decoder.handler();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Runnable task = afterRead;
    if (task != null) {
      afterRead = null;
      task.run();
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (scanner.fault() != null) {
      ReferenceCountUtil.release(msg);
    } else if (!(msg instanceof ByteBuf in)) {
      ctx.fireChannelRead(msg);
    } else if (plainLeft > 0) {
      plainPart(ctx, in);
    } else if (!scanner.awaitsBody() || !beginsPlain(ctx, in)) {
      strict(ctx, null, in);
    }
  }

  /**
   * Shows what was read to the scanner, and hands it on if it is sound.
   *
   * @param plain the head that stood before it and was not scanned; null for none
   */
  private void strict(ChannelHandlerContext ctx, HttpResponse plain, ByteBuf in) {
    chunked.begin(in);
    if (!scan.scan(in, chunked)) {
      refuse(ctx, in);
      return;
    }
    int chunks = scan.chunksBegin();
    if (chunks < 0) {
      ctx.fireChannelRead(in);
      return;
    }
    if (plain != null) {
      decoder.fireChannelRead(plain);
    } else if (chunks > in.readerIndex()) {
      ctx.fireChannelRead(in.retainedSlice(in.readerIndex(), chunks - in.readerIndex()));
    }
    if (!ctx.channel().isActive()) { // closed for what the head says
      in.release();
      return;
    }
    boolean ended = scanner.betweenMessages();
    if (ended) {
      codec.bodyWentBy();
    }
    HttpContent content = chunked.content(ended);
    if (content != null) {
      decoder.fireChannelRead(content);
    }
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf in) {
    in.release();
    ctx.fireExceptionCaught(new BadAnswer(scanner.fault()));
    ctx.close();
  }

  /** Whether a plain answer began; where more follows than its body, the scanner has to say. */
  private boolean beginsPlain(ChannelHandlerContext ctx, ByteBuf in) {
    PlainHead<HttpResponse> head = BufferScan.plainHead(heads, in);
    if (head == null) {
      return false;
    }
    if (head.bodyLength() == PlainHead.CHUNKED) {
      in.skipBytes(head.size());
      scanner.answersInChunks();
      strict(ctx, head.message(), in);
      return true;
    }
    if (in.readableBytes() - head.size() > head.bodyLength()) {
      return false;
    }
    in.skipBytes(head.size());
    plainLeft = head.bodyLength();
    decoder.fireChannelRead(head.message());
    if (plainLeft == 0) {
      in.release();
      ends(LastHttpContent.EMPTY_LAST_CONTENT);
    } else if (in.isReadable()) {
      part(in);
    } else {
      in.release();
    }
    return true;
  }

  private void plainPart(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() > plainLeft) {
      scanner.fail(MessageFault.UNASKED);
      refuse(ctx, in);
    } else {
      part(in);
    }
  }

  private void part(ByteBuf in) {
    plainLeft -= in.readableBytes();
    if (plainLeft == 0) {
      ends(new DefaultLastHttpContent(in, EmptyHttpHeaders.INSTANCE));
    } else {
      decoder.fireChannelRead(new DefaultHttpContent(in));
    }
  }

  /** The next request may be sent while the end is being handled. */
  private void ends(LastHttpContent last) {
    scanner.answered();
    decoder.fireChannelRead(last);
  }
}
