package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerRequested;
import dev.spillway.events.ServerSuspected;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.SharedState;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scales all pools of an installation, and keeps those of fixed servers: wires the parts to the
 * event bus, Redis and the runtime.
 *
 * <p>Several may run, in one process or many; every step is guarded by a script of {@link
 * dev.spillway.state.PoolState}. It starts also while Redis or the runtime can't be reached, and
 * goes on once they can. Undeployed, it leaves its servers running for the next worker.
 */
public final class ScalingVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(ScalingVerticle.class);

  private final SpillwayConfig config;
  private final SharedState state;
  private final ServerRuntime runtime;
  private final String workerId;
  private final Map<String, ScaledPool> pools = new HashMap<>();
  private final Map<String, PoolScaling> scalings = new TreeMap<>();
  private final Map<String, FixedServers> fixed = new TreeMap<>();
  private OwnLoop loop;
  private WorkerParts parts;
  private ServerStarter starter;
  private DeadServers dead;
  private Reconciler reconciler;
  private ServersView view;
  private volatile boolean closed;

  /**
   * A worker, to be deployed once.
   *
   * @param workerId unique to this run of this worker: claims are made in its name
   */
  public ScalingVerticle(
      SpillwayConfig config, SharedState state, ServerRuntime runtime, String workerId) {
    this.config = config;
    this.state = state;
    this.runtime = runtime;
    this.workerId = workerId;
  }

  @Override
  public Future<?> start() {
    loop = new OwnLoop(context);
    parts =
        new WorkerParts(
            vertx,
            workerId,
            new LoopBoundRuntime(runtime, loop),
            new HealthProbe(vertx),
            new Announcer(vertx.eventBus(), Clock.systemUTC(), workerId),
            this::sweepSoon);
    config.pools().values().forEach(this::enter);
    starter = new ServerStarter(parts, config.docker().parallelStarts());
    dead = new DeadServers(parts);
    reconciler = new Reconciler(parts, pools, dead, this::busy);
    view = new ServersView(state);
    pools.values().forEach(pool -> scalings.put(pool.name(), scaling(pool)));

    parts.runtime().onExit(this::exited);
    state.onReachability(
        reachable -> {
          if (!closed) {
            loop.run(() -> reachability(reachable));
          }
        });
    pools.values().forEach(starter::prepare);
    reconciler.first().onSuccess(known -> startSweeping());
    fixed.values().forEach(FixedServers::start);
    return Future.all(
        consume(Addresses.SERVER_REQUESTED, body -> requested(ServerRequested.fromJson(body))),
        consume(Addresses.REQUEST_SERVED, body -> served(RequestServed.fromJson(body))),
        consume(Addresses.SERVER_SUSPECTED, body -> suspected(ServerSuspected.fromJson(body))));
  }

  @Override
  public Future<?> stop() {
    close();
    starter.leave();
    return parts.probe().close();
  }

  /**
   * Stops every server of this installation in parallel, each with its grace period, and forgets
   * their records; starts nothing any more. For an installation that ends as a whole. Fails, after
   * having tried all, if one could not be stopped. May be called from any thread once the verticle
   * is deployed.
   */
  public Future<Void> stopAllServers() {
    Promise<Void> done = Promise.promise();
    loop.run(
        () -> {
          close();
          starter
              .close()
              .otherwiseEmpty()
              .compose(ended -> new EveryServer(parts, pools).stop())
              .onComplete(done);
        });
    return done.future();
  }

  private void enter(PoolConfig pool) {
    if (!pool.servers().isEmpty()) {
      PoolLimits limits = PoolLimits.fixed(pool.maxRequests(), config.redis().lease());
      PoolState records = new LoopBoundState(state.pool(pool.name()), loop);
      fixed.put(pool.name(), new FixedServers(parts, pool, records, limits, this::showServers));
      return;
    }
    ScaledPool.obstacle(pool, runtime.kind())
        .ifPresentOrElse(
            obstacle -> log.warn("pool={} is not scaled: {}", pool.name(), obstacle),
            () ->
                pools.put(
                    pool.name(),
                    new ScaledPool(
                        pool,
                        ScaledPool.limits(pool, config),
                        new LoopBoundState(state.pool(pool.name()), loop))));
  }

  private PoolScaling scaling(ScaledPool pool) {
    ServerStopper stopper = new ServerStopper(parts, pool);
    IdleTimers idle = new IdleTimers(parts, pool, reconciler::runtimeReachable, stopper::drained);
    PoolSweeper sweeper =
        new PoolSweeper(parts, pool, starter, stopper, idle, reconciler::soon, this::showServers);
    return new PoolScaling(pool, sweeper, idle, stopper);
  }

  private void startSweeping() {
    if (!closed) {
      scalings.values().forEach(scaling -> scaling.sweeper().start());
    }
  }

  private void sweepSoon(String pool) {
    scalings.get(pool).sweeper().soon();
  }

  private void requested(ServerRequested event) {
    PoolScaling scaling = scalings.get(event.pool());
    if (scaling == null) {
      return;
    }
    if (scaling.sweeper().hasPlaceFor(event.servers().size())) {
      event.servers().forEach(server -> starter.start(scaling.pool(), server, false));
    } else {
      scaling.sweeper().soon(); // the records decide
    }
  }

  private void served(RequestServed event) {
    PoolScaling scaling = scalings.get(event.pool());
    if (scaling != null) {
      scaling.idle().served(event);
    }
    FixedServers servers = fixed.get(event.pool());
    if (servers != null) {
      servers.served(event);
    }
  }

  private void suspected(ServerSuspected event) {
    ScaledPool pool = pools.get(event.pool());
    if (pool != null && !closed) {
      dead.suspected(pool, event.server(), event.reason());
    }
    FixedServers servers = fixed.get(event.pool());
    if (servers != null && !closed) {
      servers.suspected(event.server());
    }
  }

  private void exited(ServerExit exit) {
    ScaledPool pool = pools.get(exit.pool());
    if (pool != null && !closed) {
      starter.exited(exit).onComplete(decided -> dead.exited(pool, exit));
    }
  }

  private void reachability(boolean reachable) {
    PoolChanged.Kind kind =
        reachable ? PoolChanged.Kind.REDIS_BACK : PoolChanged.Kind.REDIS_UNREACHABLE;
    Stream.concat(scalings.keySet().stream(), fixed.keySet().stream())
        .forEach(pool -> parts.announcer().pool(pool, kind, 0, "worker " + workerId));
    if (reachable && !closed) {
      scalings.keySet().forEach(this::sweepSoon);
      fixed.values().forEach(FixedServers::soon);
      reconciler.soon();
    }
  }

  private void showServers() {
    SortedMap<String, PoolSnapshot> latest = new TreeMap<>();
    scalings.forEach(
        (name, scaling) ->
            scaling.sweeper().latest().ifPresent(snapshot -> latest.put(name, snapshot)));
    fixed.forEach(
        (name, servers) -> servers.latest().ifPresent(snapshot -> latest.put(name, snapshot)));
    view.show(latest);
  }

  private Set<String> busy() {
    Set<String> busy = new HashSet<>(starter.busy());
    scalings.values().forEach(scaling -> busy.addAll(scaling.stopper().busy()));
    return busy;
  }

  private void close() {
    closed = true;
    reconciler.close();
    scalings.values().forEach(PoolScaling::close);
    fixed.values().forEach(FixedServers::close);
  }

  private Future<Void> consume(String address, Handler<JsonObject> handler) {
    MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address);
    return consumer.handler(message -> handler.handle(message.body())).completion();
  }
}
