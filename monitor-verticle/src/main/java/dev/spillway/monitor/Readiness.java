package dev.spillway.monitor;

import io.vertx.core.Future;

/** Whether this process can do its work at the moment. Called on an event loop. */
@FunctionalInterface
public interface Readiness {

  /** Completes if it can; fails with the reason, for a person, if it can't. */
  Future<Void> check();

  /** This one, and then that one. */
  default Readiness and(Readiness other) {
    return () -> check().compose(ready -> other.check());
  }
}
