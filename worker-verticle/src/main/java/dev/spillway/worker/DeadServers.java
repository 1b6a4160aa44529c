package dev.spillway.worker;

import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.DeathNote;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.worker.runtime.ServerExit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks servers that are said to be dead, and forgets them if it is true; the sweep that follows
 * replaces them. A word alone isn't enough: it may be late, or be about a server that another
 * worker is stopping.
 */
final class DeadServers {
  private static final Logger log = LoggerFactory.getLogger(DeadServers.class);

  /** Kubernetes waits 10 min; a balancer's servers come and go within minutes. */
  private static final Duration WELL_AFTER = Duration.ofSeconds(60);

  private final WorkerParts parts;
  private final Set<String> checking = new HashSet<>();
  private final Map<String, String> endedMeanwhile = new HashMap<>();

  DeadServers(WorkerParts parts) {
    this.parts = parts;
  }

  /** The runtime says that a server ended. */
  void exited(ScaledPool pool, ServerExit exit) {
    check(pool, exit.server(), exit.reason(), true);
  }

  /** A gateway could not connect to a server. */
  void suspected(ScaledPool pool, String server, String reason) {
    check(pool, server, reason, false);
  }

  /** Forgets a server that is known to be dead; completes with whether there was a record. */
  Future<Boolean> bury(ScaledPool pool, ServerRecord record, String reason) {
    return pool.state()
        .died(record.name(), reason, WELL_AFTER)
        .onSuccess(note -> tellBackoff(pool, note, reason))
        .map(DeathNote::forgotten)
        .onSuccess(
            removed -> {
              if (removed) {
                parts
                    .announcer()
                    .server(
                        pool.name(),
                        record.name(),
                        record.url(),
                        ServerState.GONE,
                        Cause.DIED,
                        "died: " + reason,
                        Duration.ZERO);
                parts.lookAgain().accept(pool.name());
                clearAway(pool, record.name());
              }
            });
  }

  private static void tellBackoff(ScaledPool pool, DeathNote note, String reason) {
    if (note.forgotten() && note.waitMillis() > 0) {
      log.warn(
          "pool={} event=crash-loop deaths={} wait={}ms: {} servers in a row died within {} s of"
              + " getting ready; none is started meanwhile, and requests that wait may time out;"
              + " the last: {}",
          pool.name(),
          note.inARow(),
          note.waitMillis(),
          note.inARow(),
          WELL_AFTER.toSeconds(),
          reason);
    }
  }

  private void check(ScaledPool pool, String server, String reason, boolean ended) {
    if (!checking.add(server)) {
      if (ended) {
        endedMeanwhile.put(server, reason); // The check under way may have seen it alive.
      }
      return;
    }
    pool.state()
        .snapshot()
        .map(snapshot -> inUse(snapshot, server))
        .compose(
            record ->
                record.isEmpty()
                    ? Future.succeededFuture()
                    : checkRecord(pool, record.get(), reason, ended))
        .onFailure(
            failure ->
                log.debug("server={} pool={} could not be checked", server, pool.name(), failure))
        .onComplete(
            (checked, failure) -> {
              checking.remove(server);
              String end = endedMeanwhile.remove(server);
              if (end != null) {
                check(pool, server, end, true);
              }
            });
  }

  private Future<Boolean> checkRecord(
      ScaledPool pool, ServerRecord record, String reason, boolean ended) {
    return dead(pool, record, ended)
        .compose(dead -> dead ? bury(pool, record, reason) : Future.succeededFuture(Boolean.FALSE));
  }

  /**
   * A server that the runtime doesn't list is dead. One that is listed is given up only if the
   * runtime said that it ended (a list may lag behind that) and it doesn't answer either: without
   * that word it may just be overloaded.
   */
  private Future<Boolean> dead(ScaledPool pool, ServerRecord record, boolean ended) {
    return parts
        .runtime()
        .list()
        .map(running -> running.stream().anyMatch(server -> server.name().equals(record.name())))
        .compose(
            listed -> listed ? silent(pool, record, ended) : Future.succeededFuture(Boolean.TRUE));
  }

  private Future<Boolean> silent(ScaledPool pool, ServerRecord record, boolean ended) {
    return parts
        .probe()
        .once(record.url(), pool.config().health())
        .map(Boolean.FALSE)
        .otherwise(
            failure -> {
              if (!ended) {
                log.warn(
                    "server={} pool={} runs but does not answer its health check: {}",
                    record.name(),
                    pool.name(),
                    failure.getMessage());
              }
              return ended;
            });
  }

  /** Says what a dead server last wrote, and removes what is left of it. */
  private void clearAway(ScaledPool pool, String server) {
    parts
        .runtime()
        .lastOutput(server)
        .onSuccess(
            output -> {
              if (!output.isBlank()) {
                log.warn("server={} pool={} last output:\n{}", server, pool.name(), output);
              }
            })
        .compose(output -> parts.runtime().stop(server, Duration.ZERO))
        .onFailure(failure -> log.debug("server={} leaves something behind", server, failure));
  }

  private static Optional<ServerRecord> inUse(PoolSnapshot snapshot, String server) {
    return snapshot.servers().stream()
        .filter(record -> record.name().equals(server))
        .filter(
            record -> record.state() == ServerState.READY || record.state() == ServerState.DRAINING)
        .findFirst();
  }
}
