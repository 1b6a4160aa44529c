package dev.spillway.state;

import dev.spillway.metrics.CallTally;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.Map;

/** The state that all processes of an installation share. Safe for use from any thread. */
public interface SharedState {

  /** The state of one pool; the same object for the same name. Makes no call. */
  PoolState pool(String name);

  /**
   * Writes the view of all servers for people under the key {@code servers}; Spillway never reads
   * it back.
   */
  Future<Void> publishServersView(String json);

  /**
   * Calls the handler with false when the state can't be reached any more, and with true when it
   * answers again; on a Vert.x context.
   */
  void onReachability(Handler<Boolean> handler);

  /** Completes if the state answers now; fails with the reason, for a person, if not. */
  Future<Void> ping();

  /** Closes the connections. */
  Future<Void> close();

  /**
   * What was asked of it so far by this process, by step; grows as further steps are asked for the
   * first time.
   */
  default Map<String, CallTally> calls() {
    return Map.of();
  }
}
