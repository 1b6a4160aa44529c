package dev.spillway.lb.accesslog;

import dev.spillway.lb.forward.ClientSide;

/** Follows one request for the access log; on the event loop of its connection. */
public interface RequestTrace {
  /** Follows nothing. */
  RequestTrace NONE =
      new RequestTrace() {
        @Override
        public void sentTo(String server) {}

        @Override
        public void ended(ClientSide client, String pool) {}
      };

  /** It has a permit of this server, and is sent there now. */
  void sentTo(String server);

  /**
   * It has ended: it was answered, or its client has left.
   *
   * @param pool the pool's name, empty if none takes it
   */
  void ended(ClientSide client, String pool);
}
