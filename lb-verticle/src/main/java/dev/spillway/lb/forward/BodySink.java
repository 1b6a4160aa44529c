package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ServerFraming;
import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpClientRequest;

/**
 * A request that is being sent to a server with its body; owns the parts that it is given. For one
 * event loop.
 */
interface BodySink {
  /**
   * That of a request of which nothing was sent yet. Where something is still on its way from an
   * earlier one, Vert.x keeps the head back, and parts sent past it would go out before.
   *
   * @param framing null if the server speaks HTTP/2
   */
  static BodySink of(HttpClientRequest request, ServerFraming framing) {
    return framing == null || !framing.isWritable()
        ? new StreamedSink(request)
        : new FramedSink(request, framing);
  }

  /** Sends head, body and end at once. */
  void whole(ByteBuf octets);

  /** Sends the first part of the body behind the head. */
  void first(ByteBuf octets);

  /** Sends a further part. */
  void next(ByteBuf octets);

  /** What was sent is to be on its way. */
  void flush();

  /** Sends the end, behind the head if nothing else was sent yet. */
  void end();

  /** Whether the server should take what is there before more is sent. */
  boolean isFull();

  /** Runs a task once, as soon as the server has taken it; null: none. */
  void onDrained(Runnable task);
}
