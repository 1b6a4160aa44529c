package dev.spillway.worker.runtime.docker;

import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Runs blocking calls off the event loops, each with a deadline. Three pools, so that neither slow
 * stops nor starts hold up what is quick: looking, logging, pinging. Plain threads are enough: the
 * pools are small and bounded on purpose.
 */
final class DockerCalls {
  /** How long the daemon may take for a call that does little. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int QUICK_THREADS = 8;
  private static final int SLOW_THREADS = 64;

  private final Vertx vertx;
  private final String host;
  private final WorkerExecutor quick;
  private final WorkerExecutor starts;
  private final WorkerExecutor slow;
  private volatile boolean closed;

  DockerCalls(Vertx vertx, String host, int parallelStarts) {
    this.vertx = vertx;
    this.host = host;
    String name = "spillway-docker-" + UUID.randomUUID();
    this.quick = pool(name + "-quick", QUICK_THREADS);
    this.starts = pool(name + "-start", parallelStarts);
    this.slow = pool(name + "-slow", SLOW_THREADS);
  }

  /** No warning of blocked threads: the deadline is the stricter watch. */
  private WorkerExecutor pool(String name, int threads) {
    return vertx.createSharedWorkerExecutor(name, threads, 1, TimeUnit.DAYS);
  }

  <T> Future<T> quick(String what, Callable<T> call) {
    return quick(what, TIMEOUT, call);
  }

  <T> Future<T> quick(String what, Duration timeout, Callable<T> call) {
    return run(quick, what, timeout, call);
  }

  /** As many at once as containers may start at once. */
  <T> Future<T> start(String what, Callable<T> call) {
    return run(starts, what, TIMEOUT.multipliedBy(2), call);
  }

  /** For what takes long by nature. */
  <T> Future<T> slow(String what, Duration timeout, Callable<T> call) {
    return run(slow, what, timeout, call);
  }

  private <T> Future<T> run(WorkerExecutor on, String what, Duration timeout, Callable<T> call) {
    return on.executeBlocking(() -> withDeadline(what, timeout, call), false)
        .recover(e -> Future.failedFuture(DockerFailure.of(host, what, e)));
  }

  private <T> T withDeadline(String what, Duration timeout, Callable<T> call) throws Exception {
    Deadline deadline = new Deadline(Thread.currentThread());
    long timer = vertx.setTimer(timeout.toMillis(), late -> deadline.expire());
    try {
      return call.call();
    } catch (Exception e) {
      throw deadline.expired()
          ? new ServerRuntimeException(
              "%s failed: docker daemon at %s did not answer within %d s; is it overloaded or hung?"
                  .formatted(what, host, timeout.toSeconds()),
              e)
          : e;
    } finally {
      vertx.cancelTimer(timer);
      deadline.reached();
    }
  }

  /** Whether calls fail because nobody waits for them any more. */
  boolean closed() {
    return closed;
  }

  /** Cuts short what is under way. */
  Future<Void> close() {
    closed = true;
    return Future.join(quick.close(), starts.close(), slow.close()).mapEmpty();
  }

  /** Interrupts a thread that takes too long, and never one that has gone on to other work. */
  private static final class Deadline {
    private final Thread thread;
    private boolean expired;
    private boolean over;

    Deadline(Thread thread) {
      this.thread = thread;
    }

    synchronized void expire() {
      if (!over) {
        expired = true;
        thread.interrupt();
      }
    }

    synchronized boolean expired() {
      return expired;
    }

    synchronized void reached() {
      over = true;
      Thread.interrupted();
    }
  }
}
