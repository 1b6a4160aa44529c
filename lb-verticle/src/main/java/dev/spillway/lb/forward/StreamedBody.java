package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;

/** A body that Vert.x gives: of a client that speaks HTTP/2, or pipelined its request. */
final class StreamedBody implements BodySource {
  private final HttpServerRequest request;
  private boolean touched;

  StreamedBody(HttpServerRequest request) {
    this.request = request;
    request.pause();
  }

  @Override
  public void readBy(Reader reader) {
    request.handler(
        part -> {
          touched = true;
          reader.part(octets(part));
          reader.partsRead();
        });
    request.endHandler(v -> reader.ended());
    request.resume();
  }

  private static ByteBuf octets(Buffer part) {
    return ((BufferInternal) part).getByteBuf();
  }

  @Override
  public boolean untouched() {
    return !touched && !request.isEnded();
  }

  @Override
  public void pause() {
    request.pause();
  }

  @Override
  public void resume() {
    request.resume();
  }

  @Override
  public void leave() {
    if (!request.isEnded()) {
      request.pause();
      request.handler(null);
      request.endHandler(null);
    }
  }

  /** Vert.x drops what is left, as soon as it may. */
  @Override
  public void drop() {}
}
