package dev.spillway.lb.forward;

import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Heads of answers of whose bodies nothing has come yet. Each waits a moment, so that it can go in
 * one packet with what comes next: a server that writes head and body one after the other is often
 * read in between. One timer is for all of them, and runs only while there are some. For one event
 * loop.
 */
final class LoneHeads {
  /** No head waits longer. A body is later than that only if its server needs time to make it. */
  static final long LONGEST_MILLIS = 5;

  /** Of an answer; told once when it has waited long enough. */
  interface Head {
    void send();
  }

  private final Vertx vertx;
  private final Set<Head> waiting = new LinkedHashSet<>();
  private boolean timed;

  LoneHeads(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Has it sent before long, unless it is forgotten until then. */
  void add(Head head) {
    waiting.add(head);
    if (!timed) {
      timed = true;
      vertx.setTimer(LONGEST_MILLIS, id -> sendAll());
    }
  }

  /** It waits no longer, if it did, and is not told. */
  void forget(Head head) {
    waiting.remove(head);
  }

  private void sendAll() {
    timed = false;
    List<Head> heads = List.copyOf(waiting);
    waiting.clear();
    heads.forEach(Head::send);
  }
}
