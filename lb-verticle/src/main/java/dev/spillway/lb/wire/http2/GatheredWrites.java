package dev.spillway.lb.wire.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies small buffers that are written before one flush to one buffer. Netty's HTTP/2 writes four
 * for an answer: a head's frame, the head, a body's frame, the body; each has its price in what
 * keeps and sends them, which is more than a copy's. A promise is kept once the octets of its
 * buffer have been sent.
 */
final class GatheredWrites extends ChannelOutboundHandlerAdapter {
  /** Beyond this a copy costs more than it saves. */
  private static final int SMALL = 1024;

  private static final int CAPACITY = 4096;

  private final AnswerHeads heads;
  private ByteBuf gathered;
  private Promises promises;

  /** Puts the fields of those heads into their places. */
  GatheredWrites(AnswerHeads heads) {
    this.heads = heads;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf buffer)) {
      writeGathered(context);
      context.write(message, promise);
      return;
    }
    FieldBlock fields = heads.after(buffer);
    write(context, buffer, promise);
    if (fields != null) {
      ensureRoom(context, fields.length());
      fields.writeTo(gathered);
    }
  }

  private void write(ChannelHandlerContext context, ByteBuf buffer, ChannelPromise promise) {
    if (buffer.readableBytes() > SMALL) {
      writeGathered(context);
      context.write(buffer, promise);
      return;
    }
    ensureRoom(context, buffer.readableBytes());
    gathered.writeBytes(buffer);
    buffer.release();
    promises.add(promise);
  }

  private void ensureRoom(ChannelHandlerContext context, int octets) {
    if (gathered != null && gathered.writableBytes() < octets) {
      writeGathered(context);
    }
    if (gathered == null) {
      gathered = context.alloc().directBuffer(CAPACITY, CAPACITY);
      promises = new Promises();
    }
  }

  private void writeGathered(ChannelHandlerContext context) {
    if (gathered != null) {
      ByteBuf buffer = gathered;
      gathered = null;
      context.write(buffer, context.newPromise().addListener(promises));
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    heads.forget();
    writeGathered(context);
    context.flush();
  }

  @Override
  public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
    writeGathered(context);
    context.disconnect(promise);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    writeGathered(context);
    context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    writeGathered(context);
  }

  /** Those of the buffers in one. */
  private static final class Promises implements ChannelFutureListener {
    private final List<ChannelPromise> promises = new ArrayList<>();

    void add(ChannelPromise promise) {
      if (!promise.isVoid()) {
        promises.add(promise);
      }
    }

    @Override
    public void operationComplete(ChannelFuture written) {
      Throwable cause = written.cause();
      for (ChannelPromise promise : promises) {
        if (cause == null) {
          promise.trySuccess();
        } else {
          promise.tryFailure(cause);
        }
      }
    }
  }
}
