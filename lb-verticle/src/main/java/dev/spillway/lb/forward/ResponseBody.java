package dev.spillway.lb.forward;

import dev.spillway.lb.forward.ResponseHead.Framing;
import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/**
 * A response's body on its way to the client, no faster than the client takes it.
 *
 * <p>The head waits for the end of the current read of the server's connection, so that a head with
 * what follows it at once, most often the whole answer, is one write; a head alone waits among the
 * {@link LoneHeads} for the next read.
 */
final class ResponseBody implements LoneHeads.Head {

  /** Who watches a body. */
  interface Observer {
    /** The server is waited for: it sent a part, or the client took what was there. */
    void responsePartAwaited();

    /** The client is waited for: it must take what is there. */
    void clientToTakePart();

    /** The server's connection failed before the end. */
    void broken(Throwable cause);

    /** The whole answer is on its way to the client. */
    void wholeBodySent();
  }

  private final HttpClientResponse from;
  private final HttpServerRequest request;
  private final HttpServerResponse to;
  private final Framing framing;
  private final ServerFraming parts; // null: Vert.x gives the parts
  private final LoneHeads loneHeads;
  private final Observer observer;
  private Consumer<Runnable> afterRead;
  private Buffer held;
  private boolean alone; // the head, which is not sent yet
  private boolean over;

  /**
   * The body of an answer whose head is being handled.
   *
   * @param parts of the server's connection; null if that speaks HTTP/2
   * @param loneHeads of the event loop
   */
  ResponseBody(
      HttpClientResponse from,
      HttpServerRequest request,
      Framing framing,
      ServerFraming parts,
      LoneHeads loneHeads,
      Observer observer) {
    this.from = from;
    // An HTTP/2 stream may be reset with parts in its queue, and would not give their memory back.
    this.parts = request.version() == HttpVersion.HTTP_2 ? null : parts;
    this.request = request;
    this.to = request.response();
    this.framing = framing;
    this.loneHeads = loneHeads;
    this.observer = observer;
  }

  /**
   * Starts to read.
   *
   * @param afterRead takes what is to be done when the current read has been handled
   */
  void start(Consumer<Runnable> afterRead) {
    this.afterRead = afterRead;
    from.exceptionHandler(this::broken);
    if (parts == null) {
      from.handler(this::part);
    } else {
      parts.takeBody(octets -> part(ReceivedPart.of(octets)));
    }
    from.endHandler(v -> end());
    if (!over) {
      afterRead.accept(this::writeRead);
    }
  }

  /** Nothing more may be written: the request has ended otherwise. */
  void stop() {
    if (!over && parts != null) {
      parts.dropBody();
    }
    over = true;
    noLongerAlone();
    ReceivedPart.release(held);
    held = null;
  }

  private void part(Buffer part) {
    if (over) {
      return;
    }
    observer.responsePartAwaited();
    if (held != null) {
      write(takeHeld());
    } else if (!to.headWritten()) {
      held = part;
      if (alone) {
        noLongerAlone();
        afterRead.accept(this::writeRead);
      }
      return;
    }
    write(part);
  }

  private void noLongerAlone() {
    if (alone) {
      alone = false;
      loneHeads.forget(this);
    }
  }

  private Buffer takeHeld() {
    Buffer part = held;
    held = null;
    return part;
  }

  /** Writes what was read; a head alone waits for more. */
  private void writeRead() {
    if (over) {
      return;
    }
    if (held != null) {
      write(takeHeld());
    } else if (!to.headWritten() && (framing == Framing.LENGTH || framing == Framing.CHUNKED)) {
      alone = true;
      loneHeads.add(this);
    }
  }

  @Override
  public void send() {
    alone = false;
    to.writeHead();
  }

  private void write(Buffer part) {
    to.write(part);
    if (to.writeQueueFull()) {
      pause();
      observer.clientToTakePart();
      to.drainHandler(v -> drained());
    }
  }

  private void drained() {
    if (!over) {
      observer.responsePartAwaited();
      resume();
    }
  }

  private void pause() {
    if (parts == null) {
      from.pause();
    } else {
      parts.pauseReading();
    }
  }

  private void resume() {
    if (parts == null) {
      from.resume();
    } else {
      parts.resumeReading();
    }
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    noLongerAlone();
    if (framing == Framing.CHUNKED && !from.trailers().isEmpty()) {
      copyTrailers();
    }
    var written = held == null ? to.end() : to.end(takeHeld());
    if (framing == Framing.CLOSE) {
      written.onComplete(done -> request.connection().close());
    }
    observer.wholeBodySent();
  }

  /** A field that can't be sent on is no reason to spoil an answer that is out already. */
  private void copyTrailers() {
    try {
      TrailerFields.of(from.trailers())
          .forEach(field -> to.trailers().add(field.getKey(), field.getValue()));
    } catch (IllegalArgumentException e) {
      to.trailers().clear();
    }
  }

  private void broken(Throwable cause) {
    if (!over) {
      observer.broken(cause);
    }
  }
}
