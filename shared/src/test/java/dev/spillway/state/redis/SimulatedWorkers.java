package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.DrainDecision;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.StopDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Two workers, and the containers they run. */
final class SimulatedWorkers {
  private static final Duration CLAIM = Duration.ofSeconds(4);
  private static final Duration IDLE = Duration.ofMillis(300);

  /** Servers that run. */
  final Set<String> running = new TreeSet<>();

  /** Servers that were told to end by scale-down. */
  final Set<String> stopped = new HashSet<>();

  private final PoolState pool;
  private final PoolLimits limits;
  private final RandomGenerator random;
  private final Consumer<String> onStop;
  private final Consumer<String> onDeath;
  private final Consumer<Object> history;
  private final List<Task> tasks = new ArrayList<>();
  private final Set<String> namesMade = new HashSet<>();

  private record Task(String worker, String server, boolean start) {}

  SimulatedWorkers(
      PoolState pool,
      PoolLimits limits,
      RandomGenerator random,
      Consumer<String> onStop,
      Consumer<String> onDeath,
      Consumer<Object> history) {
    this.history = history;
    this.pool = pool;
    this.limits = limits;
    this.random = random;
    this.onStop = onStop;
    this.onDeath = onDeath;
  }

  /** Either worker does something. */
  void act() {
    String worker = "worker-" + random.nextInt(2);
    if (random.nextInt(3) == 0 && !tasks.isEmpty()) {
      proceed(tasks.remove(random.nextInt(tasks.size())));
      return;
    }
    PoolSnapshot swept = await(pool.sweep(worker, limits));
    assertThat(swept.settling() ? swept.created() : List.of()).as("made while settling").isEmpty();
    made(swept.created());
    if (!swept.servers().isEmpty()) {
      look(worker, swept.servers().get(random.nextInt(swept.servers().size())));
    }
  }

  void made(List<String> names) {
    names.forEach(name -> assertThat(namesMade.add(name)).as("%s is a new name", name).isTrue());
  }

  private void look(String worker, ServerRecord server) {
    String name = server.name();
    switch (server.state()) {
      case STARTING -> {
        if (await(pool.claimStart(name, worker, CLAIM))) {
          tasks.add(new Task(worker, name, true));
        }
      }
      case READY -> {
        DrainDecision decision = await(pool.drainIfIdle(name, IDLE, limits));
        history.accept(worker + " drain " + name + ": " + decision.outcome());
        if (decision.outcome() == DrainDecision.Outcome.DRAINING) {
          long ready =
              await(pool.snapshot()).servers().stream()
                  .filter(other -> other.state() == ServerState.READY)
                  .count();
          assertThat(ready)
              .as("READY after a drain (I4)")
              .isGreaterThanOrEqualTo(limits.minServers());
        }
      }
      case DRAINING, STOPPING -> {
        if (await(pool.claimStop(name, worker, CLAIM)) == StopDecision.STOP) {
          history.accept(worker + " stops " + name);
          running.remove(name);
          stopped.add(name);
          onStop.accept(name);
          tasks.add(new Task(worker, name, false));
        }
      }
      default -> {}
    }
  }

  private void proceed(Task task) {
    if (!task.start()) {
      await(pool.remove(task.server()));
    } else if (random.nextInt(5) == 0) {
      // What is given up is stopped first. It may even have served: in data that is older than its
      // READY it is STARTING once more.
      if (running.remove(task.server())) {
        history.accept(task.server() + " is given up while it runs");
        onDeath.accept(task.server());
      }
      await(pool.failed(task.server(), task.worker(), "did not answer"));
    } else if (await(
        pool.ready(task.server(), task.worker(), "http://" + task.server(), limits.capacity()))) {
      history.accept(task.server() + " is ready");
      running.add(task.server());
    }
  }

  /** Compares records with what runs, as a worker does on start and every 10 s. */
  void reconcile() {
    PoolSnapshot snapshot = await(pool.snapshot());
    Set<String> recorded = new HashSet<>();
    for (ServerRecord server : snapshot.servers()) {
      recorded.add(server.name());
      boolean shouldRun =
          server.state() == ServerState.READY || server.state() == ServerState.DRAINING;
      if (shouldRun && !running.contains(server.name())) {
        history.accept("remove " + server + ": " + await(pool.remove(server.name())));
      }
    }
    for (String server : running) {
      if (!recorded.contains(server)) {
        history.accept(
            "adopt " + server + ": " + await(pool.adopt(server, "http://" + server, limits)));
      }
    }
  }

  /** A worker dies: what it had begun is left as it is. */
  void crash() {
    String worker = "worker-" + random.nextInt(2);
    tasks.removeIf(task -> task.worker().equals(worker));
  }

  /** A server dies. */
  void kill(String server) {
    running.remove(server);
    onDeath.accept(server);
  }
}
