package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.http.impl.HttpClientConnectionInternal;

/** One connection to a server, and how many requests it carries. For its event loop. */
final class ServerConnection {
  private final HttpClientConnectionInternal connection;
  private final ServerFraming framing; // null: it speaks HTTP/2
  private long most;
  private int carried;
  private boolean used;
  private boolean gone;

  /** Whether it waits among those with room; kept by {@link ServerConnections}. */
  boolean available;

  ServerConnection(HttpClientConnectionInternal connection, ServerFraming framing) {
    this.connection = connection;
    this.framing = framing;
    this.most = connection.concurrency();
  }

  HttpClientConnectionInternal connection() {
    return connection;
  }

  /** The strict reading of it; null if it speaks HTTP/2. */
  ServerFraming framing() {
    return framing;
  }

  /** Whether it has carried a request before; it counts as used from now on. */
  boolean reused() {
    boolean before = used;
    used = true;
    return before;
  }

  void begin() {
    carried++;
  }

  void end() {
    carried--;
  }

  boolean idle() {
    return carried == 0;
  }

  boolean hasRoom() {
    return !gone && carried < most;
  }

  /** How many requests at once the server takes on it from now on. */
  void most(long requests) {
    most = requests;
  }

  /** It takes no further request; whether that is new. */
  boolean gone() {
    boolean before = gone;
    gone = true;
    return !before;
  }

  /** Whether it was idle for longer than the server or the gateway keeps it. */
  boolean expired() {
    return idle() && !connection.isValid();
  }
}
