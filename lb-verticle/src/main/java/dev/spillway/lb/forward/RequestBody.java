package dev.spillway.lb.forward;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * A request's body on its way to the server, no faster than the server takes it. Tells its observer
 * of every part and of every change between waiting for the client and waiting for the server.
 *
 * <p>The head goes with what is read of the body at once, most often all of it.
 */
final class RequestBody implements BodySource.Reader {

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

    /** The whole body was read; its end is about to be sent. */
    void wholeBodyRead();
  }

  /**
   * How many octets make a part: less than that does not move the limit of time, or a client could
   * hold a server's place forever by an octet now and then.
   */
  static final int SIGN_OF_LIFE = 1024;

  private final BodySource source;
  private final BodySink sink;
  private final OptionalLong limit;
  private final Observer observer;
  private ByteBuf first; // waits for what else was read with it; null: none
  private long read;
  private long readWhenTold;
  private boolean begun;
  private boolean paused;
  private boolean over;

  RequestBody(BodySource source, BodySink sink, OptionalLong limit, Observer observer) {
    this.source = source;
    this.sink = sink;
    this.limit = limit;
    this.observer = observer;
  }

  /** Sends head and body. */
  void send() {
    partAwaited();
    source.readBy(this);
  }

  /** Whether nothing of it was read yet, so that it can still be sent as a whole. */
  boolean untouched() {
    return source.untouched();
  }

  /** Lets go of the client's body: no more of it is sent. */
  void release() {
    if (over) {
      return;
    }
    over = true;
    sink.onDrained(null);
    source.leave();
    if (first != null) {
      first.release();
      first = null;
    }
  }

  @Override
  public void part(ByteBuf octets) {
    read += octets.readableBytes();
    if (limit.isPresent() && read > limit.getAsLong()) {
      octets.release();
      observer.tooLong();
      return;
    }
    if (begun) {
      sink.next(octets);
    } else if (first == null) {
      first = octets;
    } else {
      begin();
      sink.next(octets);
    }
    observer.somethingRead();
    if (!over && read - readWhenTold >= SIGN_OF_LIFE) {
      partAwaited();
    }
  }

  private void partAwaited() {
    readWhenTold = read;
    observer.requestPartAwaited();
  }

  private void begin() {
    ByteBuf octets = first;
    first = null;
    begun = true;
    sink.first(octets);
  }

  @Override
  public void partsRead() {
    if (over) {
      return;
    }
    if (first != null) {
      begin();
    }
    if (begun) {
      sink.flush();
      pauseIfFull();
    }
  }

  private void pauseIfFull() {
    if (!over && !paused && sink.isFull()) {
      paused = true;
      source.pause();
      observer.serverToTakePart();
      sink.onDrained(this::drained);
    }
  }

  private void drained() {
    if (!over) {
      paused = false;
      partAwaited();
      source.resume();
    }
  }

  @Override
  public void ended() {
    if (over) {
      return;
    }
    over = true;
    observer.wholeBodyRead();
    if (first == null) {
      sink.end();
    } else {
      ByteBuf all = first;
      first = null;
      sink.whole(all);
    }
  }
}
