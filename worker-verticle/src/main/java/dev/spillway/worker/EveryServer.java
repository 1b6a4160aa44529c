package dev.spillway.worker;

import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.worker.runtime.RunningServer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops every server of the installation, for an end that leaves nothing behind. */
final class EveryServer {
  private static final Logger log = LoggerFactory.getLogger(EveryServer.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final WorkerParts parts;
  private final Map<String, ScaledPool> pools;

  EveryServer(WorkerParts parts, Map<String, ScaledPool> pools) {
    this.parts = parts;
    this.pools = pools;
  }

  /**
   * Stops all in parallel, then forgets all records. Fails, after having tried all, if one could
   * not be stopped; its record stays.
   */
  Future<Void> stop() {
    return parts
        .runtime()
        .list()
        .timeout(ScaledPool.RUNTIME_DELAY.toMillis(), TimeUnit.MILLISECONDS)
        .compose(running -> Future.join(running.stream().map(this::stop).toList()))
        .compose(stopped -> Future.join(pools.values().stream().map(this::forget).toList()))
        .mapEmpty();
  }

  private Future<Void> stop(RunningServer server) {
    ScaledPool pool = pools.get(server.pool());
    Duration grace = pool == null ? GRACE : pool.config().stopTimeout();
    long askedAt = System.nanoTime();
    return parts
        .runtime()
        .stop(server.name(), grace)
        .timeout(grace.plus(ScaledPool.RUNTIME_DELAY).toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure ->
                log.warn(
                    "server={} pool={} could not be stopped: {}",
                    server.name(),
                    server.pool(),
                    failure.getMessage()))
        .onSuccess(
            stopped ->
                parts
                    .announcer()
                    .server(
                        server.pool(),
                        server.name(),
                        server.url(),
                        ServerState.GONE,
                        Cause.INSTALLATION_ENDS,
                        "the installation ends",
                        Duration.ofNanos(System.nanoTime() - askedAt)));
  }

  private Future<Void> forget(ScaledPool pool) {
    return pool.state()
        .snapshot()
        .compose(snapshot -> forget(pool, snapshot.servers()))
        .onFailure(
            failure ->
                log.warn(
                    "pool={} records could not be removed: {}", pool.name(), failure.getMessage()))
        .otherwiseEmpty();
  }

  private static Future<Void> forget(ScaledPool pool, Collection<ServerRecord> records) {
    List<Future<Boolean>> removals =
        records.stream().map(record -> pool.state().remove(record.name())).toList();
    return Future.join(removals).mapEmpty();
  }
}
