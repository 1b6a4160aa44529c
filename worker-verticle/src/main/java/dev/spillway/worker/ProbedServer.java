package dev.spillway.worker;

import dev.spillway.config.PoolConfig.HealthConfig;
import dev.spillway.state.FixedServer;
import dev.spillway.worker.decision.ProbedHealth;
import java.util.concurrent.TimeUnit;

/**
 * A fixed server under watch: probed as often as its health calls for from {@link #watch} to {@link
 * #leave}, one probe at a time, but for those that a request makes needless. For one event loop.
 */
final class ProbedServer {
  private final WorkerParts parts;
  private final Turns turns;
  private final String name;
  private final String url;
  private final HealthConfig config;
  private final Runnable onChange;
  private final ProbedHealth health = new ProbedHealth();
  private Turns.Place next; // null: it was not probed yet
  private boolean watched;
  private boolean probing;

  /**
   * @param turns in which it is probed again
   * @param onChange is told when its health has changed
   */
  ProbedServer(
      WorkerParts parts,
      Turns turns,
      String name,
      String url,
      HealthConfig config,
      Runnable onChange) {
    this.parts = parts;
    this.turns = turns;
    this.name = name;
    this.url = url;
    this.config = config;
    this.onChange = onChange;
  }

  String name() {
    return name;
  }

  FixedServer found() {
    return new FixedServer(name, url, health.health(), health.reason());
  }

  /** Probes from now on. */
  void watch() {
    if (!watched) {
      watched = true;
      probe();
    }
  }

  /** Probes at once, in place of the next time: something is said to be wrong. */
  void look() {
    if (watched && !probing) {
      notNext();
      probe();
    }
  }

  /**
   * It has answered a request. Stands for a probe by connect, which with many servers would cost
   * more than serving them; what a health path says it can't stand for.
   */
  void answered() {
    if (config.path().isEmpty()) {
      health.answered();
    }
  }

  /** Probes no more, and knows nothing from now on. */
  void leave() {
    watched = false;
    notNext();
    health.forget();
  }

  private void notNext() {
    if (next != null) {
      next.leave();
    }
  }

  private void probe() {
    if (probing || !watched) {
      return;
    }
    probing = true;
    long startedAt = System.nanoTime();
    parts
        .probe()
        .once(url, config)
        .onComplete(
            (healthy, failure) -> {
              probing = false;
              if (!watched) {
                return;
              }
              boolean changed =
                  failure == null
                      ? health.succeeded()
                      : health.failed(String.valueOf(failure.getMessage()));
              if (changed) {
                onChange.run();
              }
              long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
              probeIn(Math.max(1, pauseMillis() - taken));
            });
  }

  private long pauseMillis() {
    return health.pause(config.interval()).toMillis();
  }

  private void probeIn(long millis) {
    next =
        turns.after(
            millis,
            () -> {
              if (health.due()) {
                probe();
              } else {
                probeIn(pauseMillis());
              }
            });
  }
}
