package dev.spillway.chaos;

import dev.spillway.chaos.FaultPlan.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Carries a plan out: one step at a time, with at most one fault on each target. */
final class Faults implements AutoCloseable {
  private static final long SLOW_MILLIS = 150;

  private final List<Seat> gateways;
  private final List<Seat> workers;
  private final ChaosRedis redis;
  private final Servers servers;
  private final Recorder recorder;
  private final FaultLog log;
  private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor();
  private final List<Future<?>> scheduled = new ArrayList<>();
  private final Set<String> troubled = new HashSet<>();

  Faults(
      List<Seat> gateways,
      List<Seat> workers,
      ChaosRedis redis,
      Servers servers,
      Recorder recorder,
      FaultLog log) {
    this.gateways = gateways;
    this.workers = workers;
    this.redis = redis;
    this.servers = servers;
    this.recorder = recorder;
    this.log = log;
  }

  /** A step of a fault. */
  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  /** A fault on its target: what begins it and what mends it. */
  private record Trouble(String target, Step begin, Step mend) {}

  /** Begins with a plan. */
  void carryOut(List<Fault> plan) {
    for (Fault fault : plan) {
      schedule(() -> begin(fault), fault.atMillis());
    }
  }

  private void begin(Fault fault) throws IOException, InterruptedException {
    Trouble trouble = trouble(fault);
    if (trouble == null || !troubled.add(trouble.target())) {
      log.note("skip " + fault.kind() + ", nothing whole to do it to");
      return;
    }
    log.begun(fault.kind(), trouble.target());
    trouble.begin().take();
    schedule(
        () -> {
          trouble.mend().take();
          log.mended(fault.kind(), trouble.target());
          troubled.remove(trouble.target());
        },
        fault.forMillis());
  }

  private void schedule(Step step, long afterMillis) {
    synchronized (scheduled) {
      scheduled.add(
          steps.schedule(
              () -> {
                step.take();
                return null;
              },
              afterMillis,
              TimeUnit.MILLISECONDS));
    }
  }

  private Trouble trouble(Fault fault) {
    return switch (fault.kind().scope()) {
      case GATEWAY -> troubleOf(fault.kind(), pick(gateways, fault));
      case WORKER -> troubleOf(fault.kind(), pick(workers, fault));
      case SERVER -> troubleOfServer(fault);
      case REDIS -> troubleOfRedis(fault.kind());
      case LINK -> {
        List<Seat> all = new ArrayList<>(gateways);
        all.addAll(workers);
        yield troubleOfLink(fault.kind(), pick(all, fault));
      }
      case DOCKERD -> troubleOfDockerd();
      case DOCKER -> troubleOfLink(fault.kind(), pick(workers, fault));
    };
  }

  private static Seat pick(List<Seat> seats, Fault fault) {
    return seats.get(fault.target() % seats.size());
  }

  private static Trouble troubleOf(FaultKind kind, Seat seat) {
    Part part = seat.part();
    return switch (kind) {
      case KILL_GATEWAY, KILL_WORKER ->
          new Trouble(seat.name(), () -> part.signal(Signal.KILL), seat::fill);
      case TERMINATE_GATEWAY ->
          new Trouble(seat.name(), () -> part.signal(Signal.TERM), seat::fill);
      default ->
          new Trouble(seat.name(), () -> part.signal(Signal.STOP), () -> part.signal(Signal.CONT));
    };
  }

  private Trouble troubleOfServer(Fault fault) {
    List<ServerLife> alive = recorder.alive();
    List<ServerLife> busy = alive.stream().filter(server -> server.inFlight() > 0).toList();
    List<ServerLife> candidates = busy.isEmpty() ? alive : busy;
    if (candidates.isEmpty()) {
      return null;
    }
    ServerLife server = candidates.get(fault.target() % candidates.size());
    boolean kill = fault.kind() == FaultKind.KILL_BUSY_SERVER;
    return new Trouble(
        server.name(),
        () -> {
          log.hurt(server);
          signal(server, kill ? Signal.KILL : Signal.STOP);
        },
        () -> signal(server, Signal.CONT));
  }

  private void signal(ServerLife server, Signal signal) throws IOException, InterruptedException {
    long pid = servers.pid(server);
    if (pid > 0) {
      signal.to(pid);
    }
  }

  private Trouble troubleOfRedis(FaultKind kind) {
    return switch (kind) {
      case RESTART_REDIS -> new Trouble("redis", redis::stopKeepingData, redis::startAgain);
      case RESTART_REDIS_WITHOUT_DATA ->
          new Trouble("redis", redis::crashLosingData, redis::startAgain);
      default -> new Trouble("redis", redis::pause, redis::resume);
    };
  }

  private Trouble troubleOfDockerd() {
    OwnDockerd dockerd = servers.dockerd().orElseThrow();
    return new Trouble(
        "dockerd",
        () -> {
          recorder.alive().forEach(log::hurt);
          dockerd.stop();
        },
        dockerd::start);
  }

  private static Trouble troubleOfLink(FaultKind kind, Seat seat) {
    Part part = seat.part();
    String toRedis = part.name() + "->redis";
    String toDocker = part.name() + "->docker";
    return switch (kind) {
      case CUT_LINK_TO_REDIS ->
          new Trouble(toRedis, () -> part.redis().cut(), () -> part.redis().heal());
      case HANG_LINK_TO_REDIS ->
          new Trouble(toRedis, () -> part.redis().hang(), () -> part.redis().heal());
      case SLOW_LINK_TO_REDIS ->
          new Trouble(toRedis, () -> part.redis().slow(SLOW_MILLIS), () -> part.redis().heal());
      case CUT_LINK_TO_DOCKER ->
          new Trouble(toDocker, () -> part.docker().cut(), () -> part.docker().heal());
      default -> new Trouble(toDocker, () -> part.docker().hang(), () -> part.docker().heal());
    };
  }

  /** Returns when everything is mended; throws what a step threw. */
  void awaitMended() throws InterruptedException {
    for (int next = 0; ; next++) {
      Future<?> step;
      synchronized (scheduled) {
        if (next == scheduled.size()) {
          return;
        }
        step = scheduled.get(next);
      }
      try {
        step.get(10, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        throw new AssertionError("a fault could not be done", e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("a fault was not done in time", e);
      }
    }
  }

  @Override
  public void close() {
    steps.shutdownNow();
  }
}
