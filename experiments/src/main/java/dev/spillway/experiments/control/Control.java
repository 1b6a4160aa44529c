package dev.spillway.experiments.control;

import io.vertx.core.Future;

/** How a small balancer knows where a request may go. Used on one event loop. */
interface Control {

  /** The right to send one request to a server, to be given back when it is answered. */
  interface Place {
    /** The server, such as {@code http://127.0.0.1:5000}. */
    String url();

    /** Gives it back; once. */
    void giveBack();
  }

  /** A place for one request; fails if there is none. */
  Future<Place> take();
}
