package dev.spillway.worker;

import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.StopDecision;
import dev.spillway.worker.decision.Backoff;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the draining servers of one pool to their end: waits until no gateway holds a permit, stops,
 * and only then forgets them. What fails is tried again with the next sweep, by whichever worker.
 */
final class ServerStopper {
  private static final Logger log = LoggerFactory.getLogger(ServerStopper.class);

  /** Between two questions whether the last permit is back; the sweep asks after that. */
  private static final Backoff ASKING = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1));

  private static final Backoff STOPPING =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final WorkerParts parts;
  private final ScaledPool pool;
  private final Map<String, Drain> drains = new HashMap<>();
  private boolean closed;

  ServerStopper(WorkerParts parts, ScaledPool pool) {
    this.parts = parts;
    this.pool = pool;
  }

  /** This worker has just set the server DRAINING. */
  void drained(ServerRecord server) {
    parts
        .announcer()
        .server(
            pool.name(),
            server.name(),
            server.url(),
            ServerState.DRAINING,
            Cause.IDLE,
            "idle for " + pool.config().idleTimeout().toMillis() + "ms",
            Duration.ZERO);
    Drain drain = new Drain(server);
    drains.put(server.name(), drain);
    ask(drain, 1);
  }

  /**
   * Goes on with what is left to stop, whoever began it.
   *
   * @param stoppable the records to see to, out of the snapshot
   */
  void resume(List<ServerRecord> stoppable, PoolSnapshot snapshot) {
    Map<String, ServerRecord> records =
        snapshot.servers().stream()
            .collect(Collectors.toMap(ServerRecord::name, Function.identity(), (a, b) -> a));
    for (Drain drain : List.copyOf(drains.values())) {
      if (!drain.underWay) {
        forgetIfOver(drain, records.get(drain.name));
      }
    }
    for (ServerRecord server : stoppable) {
      Drain drain = drains.computeIfAbsent(server.name(), name -> new Drain(server));
      if (drain.underWay || drain.notBefore > System.nanoTime() || closed) {
        continue;
      }
      boolean mine =
          server.state() == ServerState.STOPPING
              && server.worker().equals(parts.worker())
              && server.claimUntil() > snapshot.now();
      if (mine) {
        drain.underWay = true;
        stop(drain);
      } else {
        askOnce(drain).onSuccess(decision -> drain.underWay = decision == StopDecision.STOP);
      }
    }
  }

  /** The servers that this worker is stopping beyond return. */
  Set<String> busy() {
    return drains.values().stream()
        .filter(drain -> drain.stopping)
        .map(drain -> drain.name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Begins no further stop. */
  void close() {
    closed = true;
  }

  private void forgetIfOver(Drain drain, ServerRecord record) {
    if (record == null) {
      drains.remove(drain.name);
    } else if (record.state() == ServerState.READY) {
      demandReturned(drain);
    }
  }

  private void ask(Drain drain, int attempt) {
    askOnce(drain)
        .onSuccess(
            decision -> {
              boolean later = decision == StopDecision.IN_USE || decision == StopDecision.SETTLING;
              if (later && !ASKING.exhausted(attempt) && !closed) {
                parts
                    .vertx()
                    .setTimer(ASKING.after(attempt).toMillis(), timer -> ask(drain, attempt + 1));
              } else if (decision != StopDecision.STOP) {
                drain.underWay = false;
              }
            });
  }

  private Future<StopDecision> askOnce(Drain drain) {
    drain.underWay = true;
    return pool.state()
        .claimStop(drain.name, parts.worker(), pool.stopClaim())
        .onSuccess(decision -> act(drain, decision))
        .onFailure(failure -> drain.underWay = false);
  }

  private void act(Drain drain, StopDecision decision) {
    switch (decision) {
      case STOP -> stop(drain);
      case CLAIMED -> drains.remove(drain.name);
      case NOT_DRAINING -> pool.state().snapshot().onSuccess(now -> reconsider(drain, now));
      case IN_USE, SETTLING -> {}
    }
  }

  private void reconsider(Drain drain, PoolSnapshot snapshot) {
    forgetIfOver(
        drain,
        snapshot.servers().stream()
            .filter(record -> record.name().equals(drain.name))
            .findFirst()
            .orElse(null));
  }

  private void demandReturned(Drain drain) {
    if (drains.remove(drain.name) != null) {
      parts
          .announcer()
          .server(
              pool.name(),
              drain.name,
              drain.url,
              ServerState.READY,
              Cause.DEMAND_RETURNED,
              "demand returned",
              since(drain.startedAt));
      parts.lookAgain().accept(pool.name());
    }
  }

  private void stop(Drain drain) {
    drain.stopping = true;
    long askedAt = System.nanoTime();
    parts
        .runtime()
        .stop(drain.name, pool.config().stopTimeout())
        .timeout(pool.stopClaim().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> stopFailed(drain, failure))
        .compose(stopped -> pool.state().remove(drain.name))
        .onSuccess(removed -> gone(drain, askedAt, removed))
        .onComplete(
            (removed, failure) -> {
              drain.stopping = false;
              drain.underWay = false;
            });
  }

  private void stopFailed(Drain drain, Throwable failure) {
    drain.failures++;
    Duration wait = STOPPING.after(drain.failures);
    drain.notBefore = System.nanoTime() + wait.toNanos();
    log.warn(
        "server={} pool={} could not be stopped, tried again in {}s: {}",
        drain.name,
        pool.name(),
        wait.toSeconds(),
        failure.getMessage());
  }

  private void gone(Drain drain, long askedAt, boolean removed) {
    drains.remove(drain.name);
    if (!removed) {
      return;
    }
    Duration drained = Duration.ofNanos(askedAt - drain.startedAt);
    parts
        .announcer()
        .server(
            pool.name(),
            drain.name,
            drain.url,
            ServerState.GONE,
            Cause.IDLE,
            "idle; drained in " + drained.toMillis() + "ms",
            since(askedAt));
    parts.lookAgain().accept(pool.name());
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** How far a server is on its way out. */
  private static final class Drain {
    final String name;
    final String url;
    final long startedAt = System.nanoTime();

    /** A step of it is being done, so that the sweep needn't. */
    boolean underWay;

    /** It was claimed for stopping. */
    boolean stopping;

    int failures;
    long notBefore = Long.MIN_VALUE;

    Drain(ServerRecord server) {
      this.name = server.name();
      this.url = server.url();
    }
  }
}
