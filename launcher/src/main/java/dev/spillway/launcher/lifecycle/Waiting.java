package dev.spillway.launcher.lifecycle;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures on the main thread, never on an event loop. */
public final class Waiting {
  private Waiting() {}

  /** The future's result; its failure is thrown as it is if unchecked. */
  public static <T> T await(Future<T> future, Duration timeout, String what)
      throws InterruptedException {
    return await(future.toCompletionStage().toCompletableFuture(), timeout, what);
  }

  /** Waits for the future, or until there is a reason to hurry; its result doesn't matter then. */
  public static void awaitUnlessHurried(
      Future<?> future, CompletableFuture<?> hurry, Duration timeout, String what)
      throws InterruptedException {
    CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
    await(CompletableFuture.anyOf(done, hurry), timeout, what);
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout, String what)
      throws InterruptedException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          what + " took longer than " + timeout.toSeconds() + " s and was given up", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new CompletionException(cause.getMessage(), cause);
    }
  }
}
