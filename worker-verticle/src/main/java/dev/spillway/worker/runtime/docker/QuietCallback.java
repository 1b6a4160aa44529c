package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Receives a streamed answer. Unlike docker-java's own it doesn't log failures as errors: whoever
 * waits for the answer gets them.
 */
abstract class QuietCallback<T> extends ResultCallback.Adapter<T> {
  private volatile Throwable failure;

  @Override
  public void onError(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Blocks until the answer is complete; throws what it failed with. */
  void await(long timeout, TimeUnit unit) throws InterruptedException, IOException {
    if (!awaitCompletion(timeout, unit)) {
      throw new IOException("no complete answer within " + timeout + " " + unit);
    }
    Throwable cause = failure;
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause != null) {
      throw new IOException(cause);
    }
  }
}
