package dev.spillway.lb.exchange;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * One timer that is set for the earliest of the times asked for. Used on one Vert.x context only.
 */
final class LoopTimer {
  private final Vertx vertx;
  private final Runnable action;
  private long id = -1;
  private long firesAt;

  LoopTimer(Vertx vertx, Runnable action) {
    this.vertx = vertx;
    this.action = action;
  }

  /** Fires once after that time, or earlier if it is set to; never in the same turn. */
  void fireWithin(long nanos) {
    long at = System.nanoTime() + nanos;
    if (id >= 0 && firesAt - at <= 0) {
      return;
    }
    cancel();
    firesAt = at;
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    id =
        vertx.setTimer(
            millis,
            fired -> {
              id = -1;
              action.run();
            });
  }

  void cancel() {
    if (id >= 0) {
      vertx.cancelTimer(id);
      id = -1;
    }
  }
}
