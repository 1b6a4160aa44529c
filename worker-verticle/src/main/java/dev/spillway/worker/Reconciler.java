package dev.spillway.worker;

import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerState;
import dev.spillway.worker.decision.Backoff;
import dev.spillway.worker.decision.Reconciliation;
import dev.spillway.worker.decision.Reconciliation.Findings;
import dev.spillway.worker.decision.Reconciliation.Missing;
import dev.spillway.worker.decision.Reconciliation.Running;
import dev.spillway.worker.runtime.RunningServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the servers that run and the records in agreement: at the start, every 10 s, and after
 * outages of Redis or the runtime.
 */
final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Short enough for two passes within the time that a pool settles after a loss of its data. */
  private static final Duration SECOND_LOOK = Duration.ofMillis(250);

  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ADOPTION_TIMEOUT = Duration.ofSeconds(5);
  private static final Backoff RETRY = new Backoff(Duration.ofSeconds(1), INTERVAL);

  private final WorkerParts parts;
  private final Map<String, ScaledPool> pools;
  private final DeadServers dead;
  private final Supplier<Set<String>> busy;
  private final Reconciliation reconciliation = new Reconciliation();
  private final Set<String> foreignTold = new HashSet<>();
  private long timer = -1;
  private final Promise<Void> settled = Promise.promise();
  private int passes;
  private int failedLists;
  private boolean running;
  private boolean closed;

  /**
   * @param busy the servers that this worker is starting or stopping at the moment
   */
  Reconciler(
      WorkerParts parts,
      Map<String, ScaledPool> pools,
      DeadServers dead,
      Supplier<Set<String>> busy) {
    this.parts = parts;
    this.pools = pools;
    this.dead = dead;
    this.busy = busy;
  }

  /**
   * Reconciles for the first time; completes when what ran before this worker is known and entered,
   * or can't be for now. Servers started before that might be more than are needed.
   */
  Future<Void> first() {
    soon();
    return settled.future();
  }

  /** Reconciles as soon as possible, and from then on at its interval. */
  void soon() {
    parts.vertx().cancelTimer(timer);
    if (running || closed) {
      return;
    }
    running = true;
    pass()
        .onComplete(
            (next, failure) -> {
              running = false;
              if (failure != null) {
                log.debug("reconciling failed", failure);
              }
              Duration wait = failure == null ? next : SECOND_LOOK;
              if (++passes == 2 || !wait.equals(SECOND_LOOK)) {
                settled.tryComplete();
              }
              if (!closed) {
                timer = parts.vertx().setTimer(wait.toMillis(), tick -> soon());
              }
            });
  }

  /** Whether the runtime answered when it was last asked. */
  boolean runtimeReachable() {
    return failedLists == 0;
  }

  /** Reconciles no more. */
  void close() {
    closed = true;
    parts.vertx().cancelTimer(timer);
  }

  /** One comparison; completes with the time to the next. */
  private Future<Duration> pass() {
    long askedAt = System.nanoTime();
    return parts
        .runtime()
        .list()
        .timeout(LIST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(list -> reached())
        .transform(
            (list, failure) ->
                failure == null ? compare(list, askedAt) : Future.succeededFuture(missed(failure)));
  }

  private Future<Duration> compare(List<RunningServer> list, long askedAt) {
    Map<String, PoolSnapshot> snapshots = new HashMap<>();
    List<Future<Void>> looks = new ArrayList<>();
    pools.forEach(
        (name, pool) ->
            looks.add(
                pool.state()
                    .snapshot()
                    .map(
                        snapshot -> {
                          snapshots.put(name, snapshot);
                          return null;
                        })));
    return Future.all(looks)
        .compose(
            looked -> {
              long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedAt);
              List<Running> servers =
                  list.stream()
                      .map(server -> new Running(server.pool(), server.name(), server.url()))
                      .toList();
              Findings findings = reconciliation.compare(servers, snapshots, busy.get(), elapsed);
              return act(findings).map(findings.again() ? SECOND_LOOK : INTERVAL);
            });
  }

  private Future<Void> act(Findings findings) {
    if (closed) {
      return Future.succeededFuture();
    }
    List<Future<?>> steps = new ArrayList<>();
    for (Running server : findings.adoptOrStop()) {
      steps.add(adoptOrStop(pools.get(server.pool()), server));
    }
    for (Running server : findings.stop()) {
      steps.add(stop(pools.get(server.pool()), server, "its start was given up"));
    }
    for (Missing missing : findings.dead()) {
      ScaledPool pool = pools.get(missing.pool());
      steps.add(dead.bury(pool, missing.record(), "no server runs under its name"));
    }
    for (Running server : findings.foreign()) {
      if (foreignTold.add(server.name())) {
        log.warn(
            "server={} pool={} runs for a pool that this worker does not scale; left alone",
            server.name(),
            server.pool());
      }
    }
    return Future.join(steps).mapEmpty();
  }

  private Future<Void> adoptOrStop(ScaledPool pool, Running server) {
    Future<Void> over = parts.vertx().timer(ADOPTION_TIMEOUT.toMillis());
    return parts
        .probe()
        .untilHealthy(server.url(), pool.config().health(), over, miss -> {})
        .transform(
            (healthy, failure) ->
                failure == null
                    ? adopt(pool, server)
                    : stop(pool, server, "it has no record and is not healthy"));
  }

  private Future<Void> adopt(ScaledPool pool, Running server) {
    return pool.state()
        .adopt(server.name(), server.url(), pool.limits())
        .compose(adopted -> adopted ? announceAdopted(pool, server) : surplus(pool, server));
  }

  private Future<Void> announceAdopted(ScaledPool pool, Running server) {
    parts
        .announcer()
        .server(
            pool.name(),
            server.name(),
            server.url(),
            ServerState.READY,
            Cause.ADOPTED,
            "found running without a record; adopted",
            Duration.ZERO);
    parts.lookAgain().accept(pool.name());
    return Future.succeededFuture();
  }

  /** Not adopted: because another worker was faster, or because it is one too many. */
  private Future<Void> surplus(ScaledPool pool, Running server) {
    return pool.state()
        .snapshot()
        .map(now -> now.servers().stream().anyMatch(known -> known.name().equals(server.name())))
        .compose(
            known ->
                known
                    ? Future.succeededFuture()
                    : stop(pool, server, "it has no record, and the pool is at its maximum"));
  }

  private Future<Void> stop(ScaledPool pool, Running server, String reason) {
    log.warn("server={} pool={} is stopped: {}", server.name(), pool.name(), reason);
    return parts.runtime().stop(server.name(), pool.config().stopTimeout());
  }

  private void reached() {
    if (failedLists > 0) {
      failedLists = 0;
      pools
          .keySet()
          .forEach(
              pool ->
                  parts
                      .announcer()
                      .pool(pool, PoolChanged.Kind.RUNTIME_BACK, 0, parts.runtime().kind()));
    }
  }

  private Duration missed(Throwable failure) {
    if (failedLists++ == 0) {
      log.warn("runtime={} can't be reached: {}", parts.runtime().kind(), failure.getMessage());
      pools
          .keySet()
          .forEach(
              pool ->
                  parts
                      .announcer()
                      .pool(
                          pool,
                          PoolChanged.Kind.RUNTIME_UNREACHABLE,
                          0,
                          String.valueOf(failure.getMessage())));
    }
    return RETRY.after(failedLists);
  }
}
