package dev.spillway.lb.framing;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Lets the head of a request wait for the first part of its body, which Vert.x would send by
 * itself, and tells when a server takes more. For one server's connection, on its event loop.
 */
final class RequestSending extends ChannelDuplexHandler {
  private Runnable onWritable; // null: nobody waits for it
  private boolean holding;

  /** Runs a task of which nothing is flushed. */
  void withoutFlush(Runnable task) {
    holding = true;
    try {
      task.run();
    } finally {
      holding = false;
    }
  }

  /** Runs a task once, as soon as the connection takes more; null: none. */
  void onWritable(Runnable task) {
    onWritable = task;
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (!holding) {
      ctx.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Runnable task = onWritable;
    if (task != null && ctx.channel().isWritable()) {
      onWritable = null;
      task.run();
    }
    ctx.fireChannelWritabilityChanged();
  }
}
