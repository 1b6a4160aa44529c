package dev.spillway.launcher.up;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Patience;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.StateHome;
import dev.spillway.launcher.metrics.GatewayMeters;
import dev.spillway.launcher.metrics.RedisMeters;
import dev.spillway.launcher.part.Configured;
import dev.spillway.launcher.part.GatewayReadiness;
import dev.spillway.launcher.part.Home;
import dev.spillway.launcher.part.Identities;
import dev.spillway.launcher.part.ProcessParts;
import dev.spillway.launcher.part.ServerRuntimes;
import dev.spillway.launcher.part.SocketTransport;
import dev.spillway.lb.Gateway;
import dev.spillway.lb.tls.TlsProvider;
import dev.spillway.monitor.TerminalMonitor;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.monitor.metrics.PoolMeters;
import dev.spillway.monitor.metrics.RequestMeters;
import dev.spillway.monitor.metrics.ServerMeters;
import dev.spillway.redis.EmbeddedRedis;
import dev.spillway.state.SharedState;
import dev.spillway.worker.ScalingVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Gateway, worker, monitor and management endpoint in one process, by default with a Redis of its
 * own. With that Redis the servers are this run's alone; with another, gateways elsewhere may use
 * them too, and then they go on running after it.
 */
public final class Up {
  private final SpillwayConfig given;
  private final StateHome stateHome;
  private final Optional<Home> home;
  private final Consumer<String> out;
  private final boolean events;

  /**
   * A run that has not started.
   *
   * @param config as the user has set it
   * @param out where its lines go
   * @param events whether events are printed, too
   */
  public Up(
      SpillwayConfig config,
      StateHome stateHome,
      Optional<Home> home,
      Consumer<String> out,
      boolean events) {
    this.given = config;
    this.stateHome = stateHome;
    this.home = home;
    this.out = out;
    this.events = events;
  }

  /**
   * What runs.
   *
   * @param vertx where its events are published
   * @param config what it runs with: instance, Redis and servers filled in
   * @param runtime what its servers are: {@code docker} or {@code process}
   * @param gatewayPort the port that the gateway listens on
   * @param managementPort the port that the management endpoint listens on
   */
  public record Running(
      Vertx vertx, SpillwayConfig config, String runtime, int gatewayPort, int managementPort) {}

  /** Starts every part, one after the other, and says where to go. */
  public Running start(StartedParts started, CompletableFuture<?> hurry)
      throws InterruptedException, IOException {
    ProcessParts parts = new ProcessParts(started, hurry);
    Vertx vertx = parts.vertxForGateway(given);
    RunDirectory runs = new RunDirectory(stateHome.runs());
    new Leftovers(runs, new LeftoverServers(vertx)).clean().forEach(out);

    boolean embedded = given.redis().embedded();
    SpillwayConfig config = embedded ? Configured.withInstance(given, ownInstance()) : given;
    // A directory of the run's own is deleted as a whole at its end.
    Path processes =
        embedded ? stateHome.processes().resolve(config.instance()) : stateHome.processes();
    ThisRun run = ThisRun.begin(runs, config, processes);
    started.add("record of the run", () -> end(run, started));
    if (embedded) {
      config = Configured.withRedis(config, startRedis(started, run));
    }
    Set<String> pools = config.pools().keySet();
    Metrics metrics =
        parts.metrics(
            vertx, "up", to -> List.of(new RequestMeters(to, pools), new ServerMeters(to, pools)));
    SharedState state = parts.state(vertx, config.redis());
    RedisMeters.add(metrics, state);

    ServerRuntimes.Chosen chosen =
        // A person who waits is told at once that Docker doesn't answer.
        new ServerRuntimes(vertx, config, processes, home, out, new Patience(Duration.ZERO))
            .choose();
    parts.runtime(chosen.runtime());
    run.runtime(chosen.runtime().kind());
    config = Configured.withPools(config, chosen.pools());

    if (events) {
      parts.monitor(vertx, out, TerminalMonitor.Format.TEXT);
    }
    ScalingVerticle worker =
        parts.worker(vertx, config, state, chosen.runtime(), Identities.of("worker"));
    String gatewayId = Identities.of("lb");
    OtherGateways others = new OtherGateways(config, state, gatewayId);
    parts.servers(
        config, worker, () -> embedded ? Future.succeededFuture(false) : others.useServers(out));
    Gateway gateway = parts.gateway(vertx, config, state, gatewayId);
    GatewayMeters.add(metrics, gateway, pools);
    PoolMeters.add(metrics, config, state);
    int managementPort =
        parts.management(vertx, config, state, new GatewayReadiness(gateway), metrics);
    new UpScreen(
            config,
            new UpScreen.Chosen(
                chosen.runtime().kind(),
                SocketTransport.choose(config.transport()).name(),
                gateway.tlsProvider().map(TlsProvider::word)),
            new UpScreen.Ports(gateway.port(), gateway.tlsPort(), managementPort),
            embedded)
        .lines()
        .forEach(out);
    return new Running(vertx, config, chosen.runtime().kind(), gateway.port(), managementPort);
  }

  /** What could not be stopped stays on record, for the next run to clean up. */
  private static void end(ThisRun run, StartedParts started) throws IOException {
    if (started.clean()) {
      run.end();
    }
  }

  private String ownInstance() {
    return given.instance() + "-" + Identities.random();
  }

  private static String startRedis(StartedParts started, ThisRun run) throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start();
    started.add("redis", redis::close);
    run.redis(redis.pid(), redis.directory());
    return redis.url();
  }
}
