package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request's body as its client sends it. Kept until somebody reads it, and what was not read by
 * one may be by the next. For the event loop of the client's connection.
 */
interface BodySource {
  /** Who reads. */
  interface Reader {
    /** A part, which is the reader's from now on; not empty. */
    void part(ByteBuf octets);

    /** No more is there right now. */
    void partsRead();

    /** That was all; nothing more is called. */
    void ended();
  }

  /** The body of a request that was just received. */
  static BodySource of(HttpServerRequest request) {
    ReceivedBody received = ReceivedBody.of(request);
    return received == null ? new StreamedBody(request) : received;
  }

  /** Gives all that is there, and whatever comes, to a reader. */
  void readBy(Reader reader);

  /** Whether no part was given to anybody yet, nor the end told. */
  boolean untouched();

  /** Gives nothing until {@link #resume}. */
  void pause();

  /** Gives what was kept meanwhile and what comes. */
  void resume();

  /** Its reader wants nothing more. */
  void leave();

  /** Nobody will read: what is kept is given back, and what comes is thrown away. */
  void drop();
}
