package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/**
 * By Vert.x, which may drop parts without giving their memory back: it gets copies that belong to
 * the collector.
 */
final class StreamedSink implements BodySink {
  private final HttpClientRequest request;

  StreamedSink(HttpClientRequest request) {
    this.request = request;
    if (!request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      request.setChunked(true);
    }
  }

  @Override
  public void whole(ByteBuf octets) {
    request.end(Buffer.buffer(HeapCopy.of(octets)));
  }

  @Override
  public void first(ByteBuf octets) {
    next(octets);
  }

  @Override
  public void next(ByteBuf octets) {
    request.write(Buffer.buffer(HeapCopy.of(octets)));
  }

  @Override
  public void flush() {}

  @Override
  public void end() {
    request.end();
  }

  /** Of a request that has failed meanwhile nothing is to be waited for; its future tells. */
  @Override
  public boolean isFull() {
    try {
      return request.writeQueueFull();
    } catch (IllegalStateException alreadyComplete) {
      return false;
    }
  }

  @Override
  public void onDrained(Runnable task) {
    request.drainHandler(task == null ? null : v -> task.run());
  }
}
