package dev.spillway.launcher.up;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that is told apart from a later one with the same pid by the time of its start.
 *
 * @param pid its id
 * @param startedAt when it started, epoch milliseconds; 0 if the system doesn't say
 */
record ProcessIdentity(long pid, long startedAt) {
  /** The system derives the time from a clock that is set now and then. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  static Optional<ProcessIdentity> of(long pid) {
    return ProcessHandle.of(pid).map(ProcessIdentity::of);
  }

  /** The process, if it is still there. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle process) {
    return Math.abs(of(process).startedAt - startedAt) <= TOLERANCE.toMillis();
  }

  JsonObject toJson() {
    return new JsonObject().put("pid", pid).put("startedAt", startedAt);
  }

  static ProcessIdentity fromJson(JsonObject json) {
    return new ProcessIdentity(json.getLong("pid", 0L), json.getLong("startedAt", 0L));
  }
}
