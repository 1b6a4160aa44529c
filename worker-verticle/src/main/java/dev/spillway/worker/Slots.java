package dev.spillway.worker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** Lets so many steps run at once; the others wait in order. */
final class Slots {
  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  Slots(int most) {
    this.most = most;
  }

  /** Runs the step when there is a slot for it; completes with the step's own result. */
  <T> Future<T> run(Supplier<Future<T>> step) {
    Promise<T> done = Promise.promise();
    waiting.add(
        () ->
            step.get()
                .onComplete(
                    (value, failure) -> {
                      running--;
                      done.complete(value, failure);
                      next();
                    }));
    next();
    return done.future();
  }

  private void next() {
    if (running < most && !waiting.isEmpty()) {
      running++;
      waiting.remove().run();
    }
  }
}
