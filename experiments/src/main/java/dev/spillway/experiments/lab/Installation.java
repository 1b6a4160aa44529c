package dev.spillway.experiments.lab;

import dev.spillway.config.ConfigException;
import dev.spillway.config.ConfigLoader;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.StateHome;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.launcher.part.Home;
import dev.spillway.launcher.up.Up;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.SharedState;
import dev.spillway.state.redis.RedisSharedState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code spillway up} inside this process, with servers of its own kind, Redis and all. Every
 * method may block; for use by one thread. Closing it leaves nothing behind, and cannot be
 * interrupted.
 */
public final class Installation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  private final StartedParts parts;
  private final Up.Running running;
  private final SharedState state;
  private final LivesRecorder lives;
  private final Vertx clientVertx;
  private final Runnable onAnswer;

  private Installation(
      StartedParts parts,
      Up.Running running,
      SharedState state,
      LivesRecorder lives,
      Vertx clientVertx,
      Runnable onAnswer) {
    this.parts = parts;
    this.running = running;
    this.state = state;
    this.lives = lives;
    this.clientVertx = clientVertx;
    this.onAnswer = onAnswer;
  }

  /** Starts it; when this returns, each pool has its minimum of ready servers. */
  static Installation start(
      LabSettings settings, List<PoolSetup> pools, Vertx clientVertx, Runnable onAnswer)
      throws InterruptedException, IOException {
    StartedParts parts = new StartedParts();
    boolean complete = false;
    try {
      Up up =
          new Up(
              config(settings, pools),
              StateHome.ofThisProcess(),
              Home.find(System.getenv()),
              line -> LOG.debug("{}", line),
              false);
      Up.Running running = up.start(parts, settings.hurry());
      LivesRecorder lives = new LivesRecorder(running.vertx().eventBus());
      SharedState state =
          Waiting.await(
              RedisSharedState.connect(running.vertx(), running.config().redis()),
              TIMEOUT,
              "connecting to Redis");
      parts.add("view", () -> Waiting.await(state.close(), TIMEOUT, "leaving Redis"));
      Installation installation =
          new Installation(parts, running, state, lives, clientVertx, onAnswer);
      for (PoolSetup pool : pools) {
        installation.awaitReady(pool, pool.limits().minReplicas());
      }
      complete = true;
      return installation;
    } finally {
      if (!complete) {
        stopAll(parts);
      }
    }
  }

  private static SpillwayConfig config(LabSettings settings, List<PoolSetup> pools) {
    Map<String, String> flags = settings.flags();
    pools.forEach(pool -> flags.putAll(pool.flags()));
    try {
      // Pools of the example server need no command of their own, which a file would have to have.
      return ConfigLoader.load(Optional.empty(), settings.environment(), flags)
          .withRuntime(settings.runtime());
    } catch (ConfigException e) {
      throw CommandFailure.mistake(
          e.problems().stream().map(problem -> problem.toString()).toList(), e);
    }
  }

  /** What its servers are: {@code docker} or {@code process}. */
  public String runtime() {
    return running.runtime();
  }

  /** The configuration it runs with. */
  public SpillwayConfig config() {
    return running.config();
  }

  /** The port that its gateway listens on. */
  public int port() {
    return running.gatewayPort();
  }

  /** The lives of a pool's servers so far. */
  public List<ServerLife> lives(PoolSetup pool) {
    return lives.of(pool.name());
  }

  /** Servers of a pool that are recorded as ready. */
  public List<ServerRecord> ready(PoolSetup pool) throws InterruptedException {
    PoolState records = state.pool(pool.name());
    return Waiting.await(records.snapshot(), TIMEOUT, "reading the records").servers().stream()
        .filter(server -> server.state() == ServerState.READY)
        .toList();
  }

  /**
   * Sends requests from one client and lets them run; completes when each was answered or failed.
   * What is not answered when this installation is closed fails.
   */
  public Future<List<Answer>> load(List<Shot> shots) {
    LoadClient client = new LoadClient(clientVertx, port(), onAnswer);
    parts.add("client", client::close);
    return client.send(shots);
  }

  /** Sends requests and waits for all of their answers. */
  public List<Answer> loadAndWait(List<Shot> shots) throws InterruptedException {
    return Pause.until(load(shots));
  }

  /** Waits until a pool has no more servers than this; they may take so long. */
  public void awaitReplicas(PoolSetup pool, int most, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (Replicas.at(lives(pool), System.currentTimeMillis()) > most) {
      if (System.nanoTime() > deadline) {
        throw CommandFailure.failed(
            "pool %s did not come back to %d servers within %d s of its last answer"
                .formatted(pool.name(), most, timeout.toSeconds()),
            null);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void awaitReady(PoolSetup pool, int servers) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    List<ServerRecord> ready = new ArrayList<>();
    while (ready.size() < servers) {
      if (System.nanoTime() > deadline) {
        throw CommandFailure.failed(
            "pool %s has %d of %d servers after %d s"
                .formatted(pool.name(), ready.size(), servers, START.toSeconds()),
            null);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      ready = new ArrayList<>(ready(pool));
    }
    ready.forEach(server -> lives.found(pool.name(), server));
  }

  @Override
  public void close() {
    stopAll(parts);
  }

  /** On a thread that nobody interrupts: a stop that is broken off leaves servers behind. */
  private static void stopAll(StartedParts parts) {
    Thread stopping = new Thread(parts::stopAll, "stop-installation");
    stopping.start();
    boolean interrupted = false;
    while (true) {
      try {
        stopping.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
