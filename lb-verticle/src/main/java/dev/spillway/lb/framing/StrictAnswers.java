package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before the decoder of answers. A plain answer it decodes itself and hands on behind that
 * decoder; everything else it shows to a scanner first. What that refuses fails the connection, and
 * with it the request that is under way.
 */
final class StrictAnswers extends ChannelInboundHandlerAdapter {
  private final int headLimit;
  private final KnownLines lines;
  private final ResponseScanner scanner;
  private final BufferScan scan;
  private ChannelHandlerContext decoder;
  private long plainLeft; // octets of the body of a plain answer that are still to come
  private Runnable afterRead; // null: nothing to do

  StrictAnswers(int headLimit, KnownLines lines) {
    this.headLimit = headLimit;
    this.lines = lines;
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
    } else if (!scanner.awaitsBody() || !beginsPlain(in)) {
      strict(ctx, in);
    }
  }

  private void strict(ChannelHandlerContext ctx, ByteBuf in) {
    if (scan.scan(in)) {
      ctx.fireChannelRead(in);
    } else {
      refuse(ctx, in);
    }
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf in) {
    in.release();
    ctx.fireExceptionCaught(new BadAnswer(scanner.fault()));
    ctx.close();
  }

  /** Whether a plain answer began; where more follows than its body, the scanner has to say. */
  private boolean beginsPlain(ByteBuf in) {
    PlainHead head = BufferScan.plainHead(lines, in);
    if (head == null
        || head.size() > headLimit
        || in.readableBytes() - head.size() > head.bodyLength()) {
      return false;
    }
    in.skipBytes(head.size());
    plainLeft = head.bodyLength();
    decoder.fireChannelRead(head.response());
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
