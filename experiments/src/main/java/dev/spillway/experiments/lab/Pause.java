package dev.spillway.experiments.lab;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Waits that an interrupt ends. */
public final class Pause {
  private Pause() {}

  /** The future's result, however long it takes. */
  public static <T> T until(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lets time pass that is part of what is measured. */
  public static void of(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }
}
