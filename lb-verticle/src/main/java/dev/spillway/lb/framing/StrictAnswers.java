package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before Vert.x' decoder of answers and shows everything to a scanner first. What it refuses
 * fails the connection, and with it the request that is under way.
 */
final class StrictAnswers extends ChannelInboundHandlerAdapter {
  private final ResponseScanner scanner;
  private final BufferScan scan;
  private Runnable afterRead; // null: nothing to do

  StrictAnswers(int headLimit) {
    scanner = new ResponseScanner(headLimit);
    scan = new BufferScan(scanner);
  }

  void expect(boolean head) {
    scanner.expect(head);
  }

  void afterRead(Runnable task) {
    afterRead = task;
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
    } else if (!(msg instanceof ByteBuf in) || scan.scan(in)) {
      ctx.fireChannelRead(msg);
    } else {
      in.release();
      ctx.fireExceptionCaught(new BadAnswer(scanner.fault()));
      ctx.close();
    }
  }
}
