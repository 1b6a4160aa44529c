package dev.spillway.worker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The event loop that all parts of a worker run on: brings results there from wherever they are.
 */
final class OwnLoop {
  private final Context context;

  OwnLoop(Context context) {
    this.context = context;
  }

  /** The same result, completed on the own loop. */
  <T> Future<T> bring(Future<T> elsewhere) {
    Promise<T> here = Promise.promise();
    elsewhere.onComplete((value, failure) -> run(() -> here.complete(value, failure)));
    return here.future();
  }

  /** Runs something on the own loop, later. */
  void run(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }
}
