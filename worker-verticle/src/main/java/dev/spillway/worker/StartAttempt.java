package dev.spillway.worker;

import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.ServerState;
import dev.spillway.worker.decision.FailureReason;
import dev.spillway.worker.decision.HealthyAnswer;
import dev.spillway.worker.decision.RefusedReady;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of one server: from the claim on its record until it is READY or FAILED. */
final class StartAttempt {
  private static final Logger log = LoggerFactory.getLogger(StartAttempt.class);

  /** A server that never got ready has no requests to finish. */
  private static final Duration GRACE_AFTER_FAILURE = Duration.ofSeconds(2);

  private final WorkerParts parts;
  private final ScaledPool pool;
  private final String server;
  private final boolean mayRun;
  private final UntilAnswered untilAnswered;
  private final Promise<RunningServer> outcome = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private boolean begun;
  private boolean cancelled;
  private boolean left;
  private boolean healthy;
  private long claimedAt;
  private Duration startedIn; // null: not yet, or by another worker
  private String startPhase = "";
  private Cause failureCause = Cause.NOT_STARTED;
  private String lastMiss = "";

  StartAttempt(WorkerParts parts, ScaledPool pool, String server, boolean mayRun) {
    this.parts = parts;
    this.pool = pool;
    this.server = server;
    this.mayRun = mayRun;
    this.untilAnswered = new UntilAnswered(parts.vertx(), () -> cancelled || left);
  }

  /** Does it all, if the record can be claimed; fails only if the state can't be reached. */
  Future<Void> run(Future<Void> prepared) {
    if (cancelled || left) {
      return Future.succeededFuture();
    }
    begun = true;
    return pool.state()
        .claimStart(server, parts.worker(), pool.startClaim())
        .compose(mine -> mine ? start(prepared) : Future.succeededFuture())
        .onComplete(ended);
  }

  /**
   * The server ended: gives up at once, unless it was healthy before that. Completes when the start
   * is decided; a server that was healthy may have a READY record then, and be dead.
   */
  Future<Void> exited(String reason) {
    if (!healthy) {
      abandon(Cause.ENDED_EARLY, "it ended before it was ready: " + reason);
    }
    return ended.future();
  }

  private void abandon(Cause cause, String reason) {
    if (outcome.tryFail(new ServerRuntimeException(reason))) {
      failureCause = cause;
    }
  }

  /**
   * Gives up for good: the worker starts nothing any more. Completes when nothing is left of it.
   */
  Future<Void> cancel() {
    cancelled = true;
    abandon(Cause.UNKNOWN, "the worker ends");
    return begun ? ended.future().otherwiseEmpty() : Future.succeededFuture();
  }

  /** Goes no further and leaves everything as it is, for another worker to take over. */
  void leave() {
    left = true;
    abandon(Cause.UNKNOWN, "the worker leaves");
  }

  private Future<Void> start(Future<Void> prepared) {
    if (cancelled || left) {
      return Future.succeededFuture();
    }
    claimedAt = System.nanoTime();
    long timeout =
        parts.vertx().setTimer(pool.config().health().timeout().toMillis(), timer -> tooLate());
    Future<RunningServer> started = prepared.compose(ready -> findOrStart());
    started
        .compose(this::untilHealthy)
        .compose(this::unlessAnotherAnswered)
        .onSuccess(outcome::tryComplete)
        .onFailure(outcome::tryFail);
    return outcome
        .future()
        .onComplete(done -> parts.vertx().cancelTimer(timeout))
        .compose(this::enter, failure -> giveUp(started, failure, graceAfterFailure()));
  }

  private Future<RunningServer> findOrStart() {
    Future<RunningServer> found =
        mayRun
            ? parts.runtime().list().map(this::among)
            : Future.succeededFuture((RunningServer) null);
    return found
        .compose(
            running ->
                running != null ? takeOver(running) : parts.runtime().start(pool.config(), server))
        .onSuccess(
            running -> {
              if (startPhase.isEmpty()) {
                startedIn = took();
                startPhase = "started in " + startedIn.toMillis() + "ms";
              }
            });
  }

  private RunningServer among(List<RunningServer> running) {
    return running.stream()
        .filter(candidate -> candidate.name().equals(server))
        .findFirst()
        .orElse(null);
  }

  private Future<RunningServer> takeOver(RunningServer running) {
    startPhase = "taken over from a worker that is gone";
    log.info("server={} pool={} {}", server, pool.name(), startPhase);
    return Future.succeededFuture(running);
  }

  private Future<RunningServer> untilHealthy(RunningServer running) {
    return parts
        .probe()
        .untilHealthy(
            running.url(),
            pool.config().health(),
            outcome.future(),
            miss -> lastMiss = String.valueOf(miss.getMessage()))
        .map(
            answered -> {
              healthy = true;
              return running;
            });
  }

  /** Where the runtime doesn't tell what runs, the probe is believed. */
  private Future<RunningServer> unlessAnotherAnswered(RunningServer running) {
    return parts
        .runtime()
        .list()
        .timeout(ScaledPool.RUNTIME_DELAY.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(List.of())
        .compose(
            servers ->
                HealthyAnswer.isAnothers(server, running.url(), urlsByName(servers))
                    ? Future.failedFuture(answeredByAnother(running))
                    : Future.succeededFuture(running));
  }

  private static Map<String, String> urlsByName(List<RunningServer> servers) {
    return servers.stream()
        .collect(Collectors.toMap(RunningServer::name, RunningServer::url, (first, same) -> first));
  }

  private static ServerRuntimeException answeredByAnother(RunningServer running) {
    return new ServerRuntimeException(
        "it has ended, and another server answers at its address " + running.url());
  }

  private void tooLate() {
    long millis = pool.config().health().timeout().toMillis();
    abandon(
        startPhase.isEmpty() ? Cause.NOT_STARTED : Cause.NOT_HEALTHY,
        startPhase.isEmpty()
            ? "it did not start within %d ms (health.timeout)".formatted(millis)
            : "it was not healthy within %d ms (health.timeout): %s".formatted(millis, lastMiss));
  }

  private Future<Void> enter(RunningServer running) {
    Duration took = took();
    return untilAnswered
        .call(
            () ->
                pool.state()
                    .ready(server, parts.worker(), running.url(), pool.config().maxRequests()))
        .compose(
            accepted ->
                accepted ? Future.succeededFuture(RefusedReady.READY_ALREADY) : refused(running))
        .compose(
            verdict ->
                switch (verdict) {
                  case READY_ALREADY -> announceReady(running, took);
                  case LEAVE -> Future.succeededFuture();
                  case ADDRESS_TAKEN -> giveUpTaken(running);
                  case STOP -> stopUnwanted();
                });
  }

  private Future<RefusedReady> refused(RunningServer running) {
    return untilAnswered
        .call(pool.state()::snapshot)
        .map(records -> RefusedReady.decide(records, server, running.url(), parts.worker()));
  }

  private static ServerRuntimeException taken(RunningServer running) {
    return new ServerRuntimeException(
        "another server of the pool has its address %s: one of them has died"
            .formatted(running.url()));
  }

  private Future<Void> announceReady(RunningServer running, Duration took) {
    String reason = startPhase + ", healthy after " + took.toMillis() + "ms";
    parts
        .announcer()
        .server(
            pool.name(),
            server,
            running.url(),
            ServerState.READY,
            Cause.STARTED,
            reason,
            took,
            phases(running, took));
    parts.lookAgain().accept(pool.name());
    return Future.succeededFuture();
  }

  /** None where another worker began the start. */
  private Map<String, Long> phases(RunningServer running, Duration took) {
    if (startedIn == null) {
      return Map.of();
    }
    Map<String, Long> phases = new HashMap<>();
    if (!running.creation().isZero()) {
      phases.put("create", running.creation().toMillis());
    }
    phases.put("start", startedIn.minus(running.creation()).toMillis());
    phases.put("ready", took.minus(startedIn).toMillis());
    return phases;
  }

  private Future<Void> stopUnwanted() {
    log.info("server={} pool={} is stopped: its record is gone", server, pool.name());
    return stop(pool.config().stopTimeout());
  }

  /** If the other one is dead, requests that were meant for it are in flight here. */
  private Future<Void> giveUpTaken(RunningServer running) {
    return giveUp(Future.succeededFuture(running), taken(running), pool.config().stopTimeout());
  }

  private Future<Void> giveUp(Future<RunningServer> started, Throwable failure, Duration grace) {
    if (left) {
      return Future.succeededFuture();
    }
    Duration took = took();
    return settled(started)
        .compose(settled -> parts.runtime().lastOutput(server))
        .compose(output -> stop(grace).map(FailureReason.of(describe(failure), output)))
        .compose(reason -> cancelled ? Future.succeededFuture() : recordFailure(reason, took));
  }

  /** Waits a moment for a start under way: stopping it in its midst could miss it. */
  private Future<Void> settled(Future<RunningServer> started) {
    return started
        .timeout(ScaledPool.RUNTIME_DELAY.toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> stop(Duration grace) {
    return parts
        .runtime()
        .stop(server, grace)
        .timeout(grace.plus(ScaledPool.RUNTIME_DELAY).toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure ->
                log.warn(
                    "server={} pool={} could not be stopped, tried again when reconciling: {}",
                    server,
                    pool.name(),
                    failure.getMessage()))
        .otherwiseEmpty();
  }

  private Future<Void> recordFailure(String reason, Duration took) {
    return untilAnswered
        .call(() -> pool.state().failed(server, parts.worker(), reason))
        .map(
            recorded -> {
              if (recorded) {
                parts
                    .announcer()
                    .server(
                        pool.name(), server, "", ServerState.FAILED, failureCause, reason, took);
                parts.lookAgain().accept(pool.name());
              }
              return null;
            });
  }

  private Duration graceAfterFailure() {
    Duration configured = pool.config().stopTimeout();
    return configured.compareTo(GRACE_AFTER_FAILURE) < 0 ? configured : GRACE_AFTER_FAILURE;
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - claimedAt);
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
