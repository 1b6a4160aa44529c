package dev.spillway.worker;

import dev.spillway.events.PoolChanged;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.worker.decision.PoolEdges;
import dev.spillway.worker.decision.SweepPlan;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over one pool's records every second, and at once when something is said to have changed.
 * This is what makes everything right: events only make it faster.
 */
final class PoolSweeper {
  private static final Logger log = LoggerFactory.getLogger(PoolSweeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final WorkerParts parts;
  private final ScaledPool pool;
  private final ServerStarter starter;
  private final ServerStopper stopper;
  private final IdleTimers idle;
  private final Runnable onSettling;
  private final Runnable onSwept;
  private final PoolEdges edges;
  private Optional<PoolSnapshot> latest = Optional.empty();
  private long timer = -1;
  private boolean running;
  private boolean again;
  private boolean closed;

  /**
   * @param onSettling is told when the pool begins to settle: its data was lost
   * @param onSwept is told after each sweep
   */
  PoolSweeper(
      WorkerParts parts,
      ScaledPool pool,
      ServerStarter starter,
      ServerStopper stopper,
      IdleTimers idle,
      Runnable onSettling,
      Runnable onSwept) {
    this.parts = parts;
    this.pool = pool;
    this.starter = starter;
    this.stopper = stopper;
    this.idle = idle;
    this.onSettling = onSettling;
    this.onSwept = onSwept;
    this.edges = new PoolEdges(pool.limits());
  }

  /** Sweeps now and from now on. */
  void start() {
    timer = parts.vertx().setPeriodic(INTERVAL.toMillis(), tick -> sweep());
    sweep();
  }

  /** Sweeps as soon as possible; one that is under way is followed by another. */
  void soon() {
    if (running) {
      again = true;
    } else {
      sweep();
    }
  }

  /** Whether so many more servers keep within the maximum, by what the last sweep saw. */
  boolean hasPlaceFor(int more) {
    int known = latest.map(snapshot -> snapshot.servers().size()).orElse(0);
    return known + more <= pool.limits().maxServers();
  }

  /** What the last sweep saw. */
  Optional<PoolSnapshot> latest() {
    return latest;
  }

  /** Sweeps no more. */
  void close() {
    closed = true;
    parts.vertx().cancelTimer(timer);
  }

  private void sweep() {
    if (running || closed) {
      return;
    }
    running = true;
    pool.state()
        .sweep(parts.worker(), pool.limits())
        .onSuccess(this::seeTo)
        .onFailure(failure -> log.debug("pool={} sweep failed", pool.name(), failure))
        .onComplete(
            (swept, failure) -> {
              running = false;
              if (again) {
                again = false;
                sweep();
              }
            });
  }

  private void seeTo(PoolSnapshot snapshot) {
    if (closed) {
      return;
    }
    boolean settled = latest.isEmpty() || !latest.get().settling();
    if (snapshot.settling() && settled) {
      onSettling.run();
    }
    latest = Optional.of(snapshot);
    SweepPlan plan = SweepPlan.of(snapshot, parts.worker(), pool.limits().maxServers());
    plan.start().forEach(server -> starter.start(pool, server.name(), false));
    plan.startOrTakeOver().forEach(server -> starter.start(pool, server.name(), true));
    stopper.resume(plan.stop(), snapshot);
    idle.keep(plan.ready(), snapshot);
    edges.reached(snapshot).forEach(edge -> announce(edge, snapshot));
    onSwept.run();
  }

  private void announce(PoolEdges.Edge edge, PoolSnapshot snapshot) {
    switch (edge) {
      case MINIMUM ->
          parts
              .announcer()
              .pool(
                  pool.name(),
                  PoolChanged.Kind.MINIMUM_REACHED,
                  snapshot.servers().size(),
                  "min-replicas=" + pool.limits().minServers());
      case MAXIMUM ->
          parts
              .announcer()
              .pool(
                  pool.name(),
                  PoolChanged.Kind.MAXIMUM_REACHED,
                  snapshot.servers().size(),
                  "max-replicas=%d, %d requests wait"
                      .formatted(pool.limits().maxServers(), snapshot.waiting()));
    }
  }
}
