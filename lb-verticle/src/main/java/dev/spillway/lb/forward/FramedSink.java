package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ServerFraming;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;

/** To a server of HTTP/1.1: parts go in the memory into which they were received. */
final class FramedSink implements BodySink {
  private final HttpClientRequest request;
  private final ServerFraming framing;

  FramedSink(HttpClientRequest request, ServerFraming framing) {
    this.request = request;
    this.framing = framing;
  }

  @Override
  public void whole(ByteBuf octets) {
    if (octets.readableBytes() <= ServerFraming.SMALL_BODY) {
      request.end(Buffer.buffer(HeapCopy.of(octets)));
    } else {
      first(octets);
      end();
    }
  }

  @Override
  public void first(ByteBuf octets) {
    framing.sendHead(request::sendHead);
    framing.sendPart(octets);
  }

  @Override
  public void next(ByteBuf octets) {
    framing.sendPart(octets);
  }

  @Override
  public void flush() {
    framing.flush();
  }

  /**
   * Vert.x keeps the end back while the server should take what is there; that must be on its way.
   */
  @Override
  public void end() {
    request.end();
    framing.flush();
  }

  @Override
  public boolean isFull() {
    return !framing.isWritable();
  }

  @Override
  public void onDrained(Runnable task) {
    framing.onWritable(task);
  }
}
