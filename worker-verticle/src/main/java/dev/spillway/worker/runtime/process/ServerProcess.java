package dev.spillway.worker.runtime.process;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server's process under our eyes, started here or found. Its end is one future. Safe for use by
 * several threads.
 */
final class ServerProcess {
  private final ProcessRecord record;
  private final ProcessHandle handle;
  private final Promise<String> ended = Promise.promise();
  private volatile boolean stopRequested;
  private volatile boolean found;

  private ServerProcess(ProcessRecord record, ProcessHandle handle) {
    this.record = record;
    this.handle = handle;
  }

  /** A child of ours: the system tells its end at once, with the exit code. */
  static ServerProcess started(ProcessRecord record, Process child) {
    ServerProcess server = new ServerProcess(record, child.toHandle());
    child.onExit().thenAccept(ended -> server.end("exit code " + ended.exitValue()));
    return server;
  }

  /** One that an earlier worker started; somebody has to {@link #look}. */
  static ServerProcess found(ProcessRecord record, ProcessHandle handle) {
    ServerProcess server = new ServerProcess(record, handle);
    server.found = true;
    return server;
  }

  ProcessRecord record() {
    return record;
  }

  boolean running() {
    return !ended.future().isComplete() && record.process().running();
  }

  /** Completes with the reason when the process is gone. */
  Future<String> ended() {
    return ended.future();
  }

  /** Whether an earlier worker started it, so that its end is only noticed by looking. */
  boolean isFound() {
    return found;
  }

  /**
   * Notices the end of a found process. {@link ProcessHandle#onExit} would do the same, but looks
   * more and more rarely, in the end every 5 s.
   */
  void look() {
    if (found && !running()) {
      end("the process ended");
    }
  }

  private void end(String reason) {
    ended.tryComplete(reason);
  }

  /** Whether somebody here asked for its end. */
  boolean stopRequested() {
    return stopRequested;
  }

  /** Asks it to end: SIGTERM. */
  void terminate() {
    stopRequested = true;
    signal(handle::destroy);
  }

  /** Ends it: SIGKILL. */
  void kill() {
    stopRequested = true;
    signal(handle::destroyForcibly);
  }

  /** The processes that it started, and that they did: they end with it, as in a container. */
  List<ProcessHandle> family() {
    try (Stream<ProcessHandle> descendants = handle.descendants()) {
      return descendants.toList();
    }
  }

  private void signal(Runnable signal) {
    if (record.process().running()) {
      signal.run();
    }
  }
}
