package dev.spillway.worker.runtime.process;

import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends a server's process: SIGTERM to it alone, as Docker does, then SIGKILL to it and all that it
 * started.
 */
final class ProcessStop {
  /** How long a process may take to vanish after SIGKILL, in seconds. */
  private static final long KILL_TIMEOUT = 10;

  private final Vertx vertx;
  private final WorkerExecutor blocking;

  ProcessStop(Vertx vertx, WorkerExecutor blocking) {
    this.vertx = vertx;
    this.blocking = blocking;
  }

  /** Completes when it is gone. */
  Future<Void> stop(ServerProcess server, Duration grace) {
    List<ProcessHandle> family = new ArrayList<>();
    return blocking
        .executeBlocking(() -> terminate(server, family), false)
        .compose(terminated -> endOr(server, grace))
        .compose(endedOrLate -> blocking.executeBlocking(() -> kill(server, family), false))
        .compose(killed -> server.ended().timeout(KILL_TIMEOUT, TimeUnit.SECONDS))
        .recover(e -> Future.failedFuture(survived(server, e)))
        .mapEmpty();
  }

  private Future<?> endOr(ServerProcess server, Duration grace) {
    long millis = Math.max(1, grace.toMillis());
    return Future.any(server.ended(), vertx.timer(millis, TimeUnit.MILLISECONDS));
  }

  /** Remembers what it has started: once it has ended, they are no longer known as its own. */
  private static Void terminate(ServerProcess server, List<ProcessHandle> family) {
    family.addAll(server.family());
    server.terminate();
    return null;
  }

  private static Void kill(ServerProcess server, List<ProcessHandle> family) {
    family.addAll(server.family());
    server.kill();
    family.forEach(ProcessHandle::destroyForcibly);
    return null;
  }

  private static ServerRuntimeException survived(ServerProcess server, Throwable cause) {
    ProcessRecord record = server.record();
    return new ServerRuntimeException(
        "server %s (pid %d) did not end after SIGKILL: %s"
            .formatted(record.server(), record.process().pid(), cause),
        cause);
  }
}
