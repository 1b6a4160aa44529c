package dev.spillway.lb;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;

/**
 * What a client's HTTP/1 connection had received and nobody had read when it closed. Vert.x keeps
 * messages of a paused connection aside, and forgets them with it: their buffers, which are pooled,
 * would never be free again. Nothing public lets go of them.
 */
final class UnreadMessages {
  /** Each call lets go of one paused request's messages at the least; fewer are ever kept. */
  private static final int ENOUGH = 64;

  private UnreadMessages() {}

  /** Lets go of them; on the connection's event loop, once it is closed. */
  static void drop(HttpConnection closed) {
    if (closed instanceof Http1xServerConnection connection) {
      for (int i = 0; i < ENOUGH; i++) {
        connection.doResume(); // does nothing where it isn't paused
      }
    }
  }
}
