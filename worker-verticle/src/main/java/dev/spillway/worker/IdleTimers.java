package dev.spillway.worker;

import dev.spillway.events.RequestServed;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.worker.decision.DrainOrder;
import dev.spillway.worker.decision.IdleClock;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One timer per READY server of a pool. It fires when the server becomes idle as far as was known
 * when it was set; what was heard since decides whether it is set again or the server is drained.
 * The last word is Redis': {@code drainIfIdle} refuses what only looks idle from here.
 */
final class IdleTimers {
  /** The longest that an older server waits for a younger one to become idle in its place. */
  private static final long LONGEST_PATIENCE_MILLIS = 1000;

  private static final long RETRY_MILLIS = 1000;

  private final WorkerParts parts;
  private final ScaledPool pool;
  private final BooleanSupplier mayDrain;
  private final Handler<ServerRecord> onDrained;
  private final Map<String, Watch> watches = new HashMap<>();
  private boolean closed;

  /**
   * @param mayDrain whether servers can be stopped at the moment at all
   * @param onDrained is told of each server that was set DRAINING
   */
  IdleTimers(
      WorkerParts parts,
      ScaledPool pool,
      BooleanSupplier mayDrain,
      Handler<ServerRecord> onDrained) {
    this.parts = parts;
    this.pool = pool;
    this.mayDrain = mayDrain;
    this.onDrained = onDrained;
  }

  /** Brings the timers in line with the pool's READY records. */
  void keep(List<ServerRecord> ready, PoolSnapshot snapshot) {
    if (closed) {
      return;
    }
    Map<String, Watch> gone = new HashMap<>(watches);
    for (ServerRecord record : ready) {
      gone.remove(record.name());
      recorded(record, snapshot.now());
    }
    gone.values().forEach(this::drop);
    if (spare() > 0) {
      watches.values().stream().filter(watch -> watch.atMinimum).toList().forEach(this::look);
    }
  }

  /** A gateway served requests. */
  void served(RequestServed event) {
    Watch watch = watches.get(event.server());
    if (watch != null) {
      long age = Math.max(0, event.time() - event.lastRequestTime());
      watch.clock.heard(event.gateway(), now() - age, event.inFlight() > 0, now());
    }
  }

  /** Ends all timers. */
  void close() {
    closed = true;
    List.copyOf(watches.values()).forEach(this::drop);
  }

  private void recorded(ServerRecord record, long recordsNow) {
    long activityAt = now() - Math.max(0, recordsNow - record.lastRequestTime());
    Watch watch = watches.get(record.name());
    if (watch == null) {
      watch = new Watch(record, new IdleClock(idleMillis(), trustMillis(), activityAt));
      watches.put(record.name(), watch);
      watch.clock.recorded(activityAt, record.inFlight() > 0, now());
      lookIn(watch, watch.clock.millisToNextLook(now()));
    } else {
      watch.clock.recorded(activityAt, record.inFlight() > 0, now());
    }
  }

  private void lookIn(Watch watch, long millis) {
    parts.vertx().cancelTimer(watch.timer);
    watch.timer = parts.vertx().setTimer(Math.max(1, millis), timer -> look(watch));
  }

  private void look(Watch watch) {
    if (watches.get(watch.record.name()) != watch || watch.asking) {
      return;
    }
    watch.atMinimum = false;
    if (!watch.clock.idleAt(now())) {
      lookIn(watch, watch.clock.millisToNextLook(now()));
    } else if (!mayDrain.getAsBoolean()) {
      lookIn(watch, RETRY_MILLIS);
    } else if (drainable().contains(watch.record.name())) {
      drain(watch);
    } else if (spare() > 0) {
      lookIn(watch, patienceMillis());
    } else {
      waitForOthers(watch);
    }
  }

  private void drain(Watch watch) {
    watch.asking = true;
    pool.state()
        .drainIfIdle(watch.record.name(), Duration.ofMillis(idleMillis()), pool.limits())
        .onSuccess(
            decision -> {
              watch.asking = false;
              act(watch, decision);
            })
        .onFailure(
            failure -> {
              watch.asking = false;
              lookIn(watch, RETRY_MILLIS);
            });
  }

  private void act(Watch watch, DrainDecision decision) {
    switch (decision.outcome()) {
      case DRAINING -> {
        drop(watch);
        onDrained.handle(watch.record);
      }
      case NOT_IDLE -> lookIn(watch, decision.remainingMillis());
      case AT_MINIMUM -> waitForOthers(watch);
      case SETTLING -> lookIn(watch, RETRY_MILLIS);
      case NOT_READY -> drop(watch);
    }
  }

  /** At the minimum nothing changes until there is another server: the sweep will show it. */
  private void waitForOthers(Watch watch) {
    watch.atMinimum = true;
    lookIn(watch, Math.max(RETRY_MILLIS, idleMillis()));
  }

  private void drop(Watch watch) {
    parts.vertx().cancelTimer(watch.timer);
    watches.remove(watch.record.name(), watch);
  }

  private List<String> drainable() {
    List<DrainOrder.Candidate> candidates =
        watches.values().stream()
            .map(
                watch ->
                    new DrainOrder.Candidate(
                        watch.record.name(), watch.record.ordinal(), watch.clock.idleFrom(now())))
            .toList();
    return DrainOrder.drainable(candidates, pool.config().minReplicas(), now(), patienceMillis());
  }

  private int spare() {
    return watches.size() - pool.config().minReplicas();
  }

  private long idleMillis() {
    return pool.config().idleTimeout().toMillis();
  }

  private long trustMillis() {
    return pool.limits().lease().toMillis();
  }

  private long patienceMillis() {
    return Math.max(1, Math.min(LONGEST_PATIENCE_MILLIS, idleMillis() / 10));
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** A READY server and its timer. */
  private static final class Watch {
    final ServerRecord record;
    final IdleClock clock;
    long timer = -1;
    boolean asking;
    boolean atMinimum;

    Watch(ServerRecord record, IdleClock clock) {
      this.record = record;
      this.clock = clock;
    }
  }
}
