package dev.spillway.worker;

import dev.spillway.worker.decision.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Repeats a call to the shared state until it answers: through an outage of Redis. */
final class UntilAnswered {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private final Vertx vertx;
  private final BooleanSupplier givenUp;

  /** Gives up, with the last failure, once that says so. */
  UntilAnswered(Vertx vertx, BooleanSupplier givenUp) {
    this.vertx = vertx;
    this.givenUp = givenUp;
  }

  <T> Future<T> call(Supplier<Future<T>> call) {
    return call(call, 1);
  }

  private <T> Future<T> call(Supplier<Future<T>> call, int attempt) {
    return call.get()
        .recover(
            failure ->
                givenUp.getAsBoolean()
                    ? Future.failedFuture(failure)
                    : vertx
                        .timer(BACKOFF.after(attempt).toMillis())
                        .compose(waited -> call(call, attempt + 1)));
  }
}
