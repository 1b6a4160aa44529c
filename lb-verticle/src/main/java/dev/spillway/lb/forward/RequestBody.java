package dev.spillway.lb.forward;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.OptionalLong;

/**
 * A request's body on its way to the server: the client's stream, watched. Tells its observer of
 * every part and of every change between waiting for the client and waiting for the server.
 */
final class RequestBody implements ReadStream<Buffer> {

  /** Who watches a body. */
  interface Observer {
    /** The client is waited for: it sent a part of some size, or the server took what was there. */
    void requestPartAwaited();

    /** The client sent something, however little. */
    void somethingRead();

    /** The server is waited for: it must take what is there. */
    void serverToTakePart();

    /** The client sent more than it may. */
    void tooLong();

    /** The whole body was read. */
    void wholeBodyRead();
  }

  /**
   * How many bytes make a part: less than that does not move the limit of time, or a client could
   * hold a server's place forever by a byte now and then.
   */
  static final int SIGN_OF_LIFE = 1024;

  private final HttpServerRequest request;
  private final OptionalLong limit;
  private final Observer observer;
  private long read;
  private long readWhenTold;
  private boolean paused = true;
  private boolean released;

  RequestBody(HttpServerRequest request, OptionalLong limit, Observer observer) {
    this.request = request;
    this.limit = limit;
    this.observer = observer;
  }

  /** Whether nothing of it was read yet, so that it can still be sent as a whole. */
  boolean untouched() {
    return read == 0 && !request.isEnded();
  }

  /** Lets go of the client's stream: whoever still holds this has no effect on it any more. */
  void release() {
    released = true;
    if (!request.isEnded()) {
      request.pause();
      request.handler(null);
      request.endHandler(null);
    }
  }

  @Override
  public RequestBody handler(Handler<Buffer> handler) {
    if (!released) {
      request.handler(handler == null ? null : part -> pass(part, handler));
    }
    return this;
  }

  private void pass(Buffer part, Handler<Buffer> handler) {
    read += part.length();
    if (limit.isPresent() && read > limit.getAsLong()) {
      observer.tooLong();
      return;
    }
    try {
      handler.handle(part);
    } catch (IllegalStateException alreadyComplete) {
      // Vert.x' pipe asks the request for its queue even where the write before has failed and
      // ended it; that failure is told by the request's future.
      return;
    }
    observer.somethingRead();
    if (!paused && !released && read - readWhenTold >= SIGN_OF_LIFE) {
      partAwaited();
    }
  }

  private void partAwaited() {
    readWhenTold = read;
    observer.requestPartAwaited();
  }

  @Override
  public RequestBody endHandler(Handler<Void> handler) {
    if (!released) {
      request.endHandler(handler == null ? null : v -> end(handler));
    }
    return this;
  }

  private void end(Handler<Void> handler) {
    observer.wholeBodyRead();
    handler.handle(null);
  }

  @Override
  public RequestBody exceptionHandler(Handler<Throwable> handler) {
    if (!released) {
      request.exceptionHandler(handler);
    }
    return this;
  }

  @Override
  public RequestBody pause() {
    if (!released) {
      request.pause();
      if (!paused) {
        paused = true;
        observer.serverToTakePart();
      }
    }
    return this;
  }

  @Override
  public RequestBody resume() {
    if (!released) {
      paused = false;
      partAwaited();
      request.resume();
    }
    return this;
  }

  @Override
  public RequestBody fetch(long amount) {
    if (!released) {
      request.fetch(amount);
    }
    return this;
  }
}
