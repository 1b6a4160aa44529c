package dev.spillway.experiments.command;

import dev.spillway.launcher.ExitCodes;
import dev.spillway.launcher.lifecycle.Signals;
import java.util.concurrent.CompletableFuture;

/**
 * Runs something that ends by itself, or is broken off by SIGINT or SIGTERM: its thread is
 * interrupted then, and what it has started is stopped on the way out.
 */
final class UntilInterrupted {
  private final Signals signals = Signals.install();

  /** What is run. */
  @FunctionalInterface
  interface Task {
    /** Runs it. Once {@code broken} is complete, nothing is worth waiting for any more. */
    void run(CompletableFuture<?> broken) throws Exception;
  }

  /** Blocks until it has ended; gives the exit code. */
  int run(Task task) throws Exception {
    Thread self = Thread.currentThread();
    signals.stop().thenRun(self::interrupt);
    try {
      task.run(signals.stop());
      return ExitCodes.OK;
    } catch (Exception e) {
      if (!signals.stop().isDone()) {
        throw e;
      }
      return ExitCodes.hurriedBy(signals.stop().getNow(0));
    }
  }
}
