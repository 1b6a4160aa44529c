package dev.spillway.launcher.lifecycle;

import dev.spillway.launcher.ExitCodes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a process from its start to the signal that ends it. Whatever was started is stopped again,
 * also if the start fails halfway or the signal comes in the middle of it.
 */
public final class UntilStopped {
  private final Signals signals;
  private final Runnable onStopping;

  /** A run that is stopped by these signals, and says so by {@code onStopping}. */
  public UntilStopped(Signals signals, Runnable onStopping) {
    this.signals = signals;
    this.onStopping = onStopping;
  }

  /** How a process is started. */
  @FunctionalInterface
  public interface Start {
    /**
     * Starts its parts one by one and adds each as it runs. May block, and is interrupted when it
     * is no longer wanted.
     *
     * @param parts where to add them
     * @param hurry completes when a stop that waits for something should no longer do so
     */
    void run(StartedParts parts, CompletableFuture<?> hurry) throws Exception;
  }

  /** Blocks until the process has ended; gives its exit code. */
  public int run(Start start) throws Exception {
    StartedParts parts = new StartedParts();
    boolean clean;
    try {
      if (startUnlessStopped(start, parts)) {
        signals.stop().get();
        onStopping.run();
      }
    } finally {
      clean = parts.stopAll();
    }
    if (signals.hurry().isDone()) {
      return ExitCodes.hurriedBy(signals.hurry().get());
    }
    return clean ? ExitCodes.OK : ExitCodes.FAILED;
  }

  /** False if the signal came first. */
  private boolean startUnlessStopped(Start start, StartedParts parts) throws Exception {
    Thread self = Thread.currentThread();
    AtomicBoolean starting = new AtomicBoolean(true);
    AtomicBoolean interrupted = new AtomicBoolean();
    signals
        .stop()
        .thenRun(
            () -> {
              if (starting.compareAndSet(true, false)) {
                self.interrupt();
                interrupted.set(true);
              }
            });
    try {
      start.run(parts, signals.hurry());
      if (starting.compareAndSet(true, false)) {
        return true;
      }
    } catch (Exception e) {
      if (starting.compareAndSet(true, false)) {
        throw e;
      }
    }
    // The interrupt was for the start alone: stopping must be able to wait.
    while (!interrupted.get()) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
    return false;
  }
}
