package dev.spillway.launcher.part;

import dev.spillway.config.ManagementConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.RedisConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.Version;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.lb.Gateway;
import dev.spillway.monitor.LiveMonitor;
import dev.spillway.monitor.LiveView;
import dev.spillway.monitor.ManagementVerticle;
import dev.spillway.monitor.PoolsView;
import dev.spillway.monitor.Readiness;
import dev.spillway.monitor.TerminalMonitor;
import dev.spillway.monitor.metrics.EventMeters;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.monitor.metrics.OwnEvents;
import dev.spillway.monitor.metrics.ProcessMeters;
import dev.spillway.state.SharedState;
import dev.spillway.worker.ScalingVerticle;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts each part of a process and sees to it that it is stopped in turn. Every method blocks
 * until its part runs.
 */
public final class ProcessParts {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final StartedParts started;
  private final CompletableFuture<?> hurry;

  /**
   * Parts that are stopped with {@code started}, without waiting for requests once {@code hurry} is
   * complete.
   */
  public ProcessParts(StartedParts started, CompletableFuture<?> hurry) {
    this.started = started;
    this.hurry = hurry;
  }

  /** Vert.x, with the cluster's event bus if one is configured. */
  public Vertx vertx(SpillwayConfig config) throws InterruptedException {
    return vertx(config, 0);
  }

  /** The same, with event loops that a gateway has to itself. */
  public Vertx vertxForGateway(SpillwayConfig config) throws InterruptedException {
    return vertx(config, Gateway.eventLoops(config));
  }

  private Vertx vertx(SpillwayConfig config, int servingLoops) throws InterruptedException {
    Vertx vertx =
        EventBusVertx.start(config.cluster(), config.instance(), config.transport(), servingLoops);
    started.add("vert.x", () -> Waiting.await(vertx.close(), STOP_TIMEOUT, "closing Vert.x"));
    return vertx;
  }

  /** The shared state in the Redis at the configured URL. */
  public SharedState state(Vertx vertx, RedisConfig redis) throws InterruptedException {
    SharedState state = RedisConnection.open(vertx, redis);
    started.add("state", () -> Waiting.await(state.close(), STOP_TIMEOUT, "leaving Redis"));
    return state;
  }

  /** A gateway; its stop waits for requests in flight. */
  public Gateway gateway(Vertx vertx, SpillwayConfig config, SharedState state, String id)
      throws InterruptedException {
    Gateway gateway =
        Waiting.await(
            Listening.explain(
                Gateway.start(vertx, config, state, id),
                config.gateway().host(),
                config.gateway().port(),
                "--port",
                "gateway.port"),
            START_TIMEOUT,
            "starting the gateway");
    Duration drain = config.shutdown().delay().plus(config.shutdown().timeout()).plus(STOP_TIMEOUT);
    started.add(
        "gateway",
        () ->
            Waiting.awaitUnlessHurried(
                gateway.shutdown(), hurry, drain, "finishing requests in flight"));
    return gateway;
  }

  /** A runtime that was chosen already. */
  public void runtime(ServerRuntime runtime) {
    started.add(
        "runtime", () -> Waiting.await(runtime.close(), STOP_TIMEOUT, "leaving the runtime"));
  }

  /** A worker; its servers go on running when it stops. */
  public ScalingVerticle worker(
      Vertx vertx, SpillwayConfig config, SharedState state, ServerRuntime runtime, String id)
      throws InterruptedException {
    ScalingVerticle worker = new ScalingVerticle(config, state, runtime, id);
    deploy(vertx, "worker", worker);
    return worker;
  }

  /**
   * Ends the worker's servers at this point of the stop.
   *
   * @param stillUsed whether they are to be left running, asked then
   */
  public void servers(
      SpillwayConfig config, ScalingVerticle worker, Supplier<Future<Boolean>> stillUsed) {
    Duration longest =
        config.pools().values().stream()
            .map(PoolConfig::stopTimeout)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    started.add(
        "servers",
        () ->
            Waiting.await(
                stillUsed
                    .get()
                    .compose(used -> used ? Future.succeededFuture() : worker.stopAllServers()),
                longest.plus(START_TIMEOUT),
                "stopping the servers"));
  }

  /** The bus's events, line by line. */
  public void monitor(Vertx vertx, Consumer<String> out, TerminalMonitor.Format format)
      throws InterruptedException {
    deploy(vertx, "monitor", new TerminalMonitor(out, format));
  }

  /** Keeps a live view up to date. */
  public void live(Vertx vertx, LiveView view, Supplier<Future<JsonArray>> pools)
      throws InterruptedException {
    deploy(vertx, "monitor", new LiveMonitor(view, pools));
  }

  /**
   * The metrics of this process, with what holds for every role; parts add theirs. From now on
   * events of these kinds count.
   */
  public Metrics metrics(Vertx vertx, String role, Function<Metrics, List<EventMeters>> ofOwnEvents)
      throws InterruptedException {
    Metrics metrics = new Metrics();
    metrics.add(new ProcessMeters(role, Version.number()));
    deploy(vertx, "metrics", new OwnEvents(ofOwnEvents.apply(metrics)));
    return metrics;
  }

  /** The management endpoint; gives its port. */
  public int management(
      Vertx vertx, SpillwayConfig config, SharedState state, Readiness readiness, Metrics metrics)
      throws InterruptedException {
    ManagementConfig where = config.management();
    PoolsView pools = new PoolsView(config, state);
    ManagementVerticle management =
        new ManagementVerticle(where, pools::read, readiness.and(state::ping), metrics);
    String deployment =
        Waiting.await(
            Listening.explain(
                vertx.deployVerticle(management),
                where.host(),
                where.port(),
                "--management-port",
                "management.port"),
            START_TIMEOUT,
            "starting the management endpoint");
    addVerticle(vertx, "management", deployment);
    return management.port();
  }

  private void deploy(Vertx vertx, String name, VerticleBase verticle) throws InterruptedException {
    addVerticle(
        vertx,
        name,
        Waiting.await(vertx.deployVerticle(verticle), START_TIMEOUT, "starting the " + name));
  }

  private void addVerticle(Vertx vertx, String name, String deployment) {
    started.add(
        name,
        () -> Waiting.await(vertx.undeploy(deployment), STOP_TIMEOUT, "stopping the " + name));
  }
}
