package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ClientFraming;
import dev.spillway.lb.framing.RequestParts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/** A body of HTTP/1.1, in the memory into which it was received. */
final class ReceivedBody implements BodySource, RequestParts.Taker {
  /** A smaller part is copied, lest it keep all the memory that was there for one read. */
  private static final int LEAST = 512;

  /** Likewise of parts that have to wait, which many requests may at once. */
  private static final int LEAST_KEPT = 16 * 1024;

  /** So many octets are read ahead: who reads on learns it when the client leaves. */
  private static final int MOST_KEPT = 64 * 1024;

  private final Deque<ByteBuf> kept = new ArrayDeque<>(2);
  private RequestParts parts;
  private Reader reader; // null: nobody reads
  private long keptOctets;
  private boolean paused;
  private boolean touched;
  private boolean ended;
  private boolean dropped;

  private ReceivedBody() {}

  /** The body of a request that was just received; null if it must be had from Vert.x. */
  static ReceivedBody of(HttpServerRequest request) {
    ReceivedBody body = new ReceivedBody();
    body.parts = ClientFraming.takeBody(request.connection(), request.headers(), body);
    return body.parts == null ? null : body;
  }

  @Override
  public void part(ByteBuf octets) {
    if (dropped) {
      octets.release();
    } else if (isRead()) {
      touched = true;
      reader.part(compact(octets, LEAST));
    } else {
      keep(compact(octets, LEAST_KEPT));
    }
  }

  private boolean isRead() {
    return reader != null && !paused;
  }

  private void keep(ByteBuf octets) {
    kept.add(octets);
    keptOctets += octets.readableBytes();
    if (keptOctets >= MOST_KEPT) {
      parts.pauseReading();
    }
  }

  private static ByteBuf compact(ByteBuf octets, int least) {
    return octets.readableBytes() >= least ? octets : Unpooled.wrappedBuffer(HeapCopy.of(octets));
  }

  @Override
  public void partsRead() {
    if (isRead()) {
      reader.partsRead();
    }
  }

  @Override
  public void ended() {
    ended = true;
    if (isRead()) {
      tellEnd();
    }
  }

  private void tellEnd() {
    touched = true;
    Reader told = reader;
    reader = null;
    told.ended();
  }

  @Override
  public void lost() {
    drop();
  }

  @Override
  public void readBy(Reader next) {
    reader = next;
    resume();
  }

  @Override
  public boolean untouched() {
    return !touched;
  }

  @Override
  public void pause() {
    paused = true;
    parts.pauseReading();
  }

  @Override
  public void resume() {
    paused = false;
    while (isRead() && !kept.isEmpty()) {
      ByteBuf next = kept.poll();
      keptOctets -= next.readableBytes();
      touched = true;
      reader.part(next);
    }
    if (!isRead()) {
      return;
    }
    if (ended) {
      tellEnd();
    } else {
      reader.partsRead();
      if (isRead()) {
        parts.resumeReading();
      }
    }
  }

  @Override
  public void leave() {
    reader = null;
    if (!ended) {
      parts.pauseReading();
    }
  }

  @Override
  public void drop() {
    dropped = true;
    reader = null;
    kept.forEach(ByteBuf::release);
    kept.clear();
    if (!ended) { // what is read then is the next request's
      parts.resumeReading();
    }
  }
}
