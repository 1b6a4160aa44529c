package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Patience;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.StateHome;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.metrics.RedisMeters;
import dev.spillway.launcher.part.Configured;
import dev.spillway.launcher.part.Home;
import dev.spillway.launcher.part.Identities;
import dev.spillway.launcher.part.ProcessParts;
import dev.spillway.launcher.part.ServerRuntimes;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.monitor.metrics.PoolMeters;
import dev.spillway.monitor.metrics.ServerMeters;
import dev.spillway.state.SharedState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spillway worker}: starts and stops an installation's servers. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description =
        "Runs a worker: starts and stops servers. They go on running when it stops, and the next"
            + " worker takes them over.")
final class WorkerCommand implements Callable<Integer> {
  private static final String ROLE = "worker";
  private static final Patience PATIENCE_WITH_DOCKER = new Patience(Duration.ofSeconds(30));

  @Mixin private ConfigurationOptions configuration;
  @Mixin private ManagementOptions management;
  @Mixin private ClusterOption cluster;

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    management.addTo(flags);
    cluster.addTo(flags);
    SpillwayConfig config = configuration.load(flags);
    Roles.requireSharedRedis(ROLE, config);
    return new UntilStopped(Signals.install(), () -> Output.line(Roles.tellStopping(ROLE)))
        .run((started, hurry) -> start(config, started, hurry));
  }

  private void start(SpillwayConfig given, StartedParts started, CompletableFuture<?> hurry)
      throws InterruptedException {
    Roles.tellWithoutCluster(ROLE, given);
    ProcessParts parts = new ProcessParts(started, hurry);
    Vertx vertx = parts.vertx(given);
    Set<String> pools = given.pools().keySet();
    Metrics metrics = parts.metrics(vertx, ROLE, to -> List.of(new ServerMeters(to, pools)));
    SharedState state = parts.state(vertx, given.redis());
    RedisMeters.add(metrics, state);
    ServerRuntimes.Chosen chosen =
        new ServerRuntimes(
                vertx,
                given,
                StateHome.ofThisProcess().processes(),
                Home.find(System.getenv()),
                Output::line,
                PATIENCE_WITH_DOCKER)
            .choose();
    parts.runtime(chosen.runtime());
    SpillwayConfig config = Configured.withPools(given, chosen.pools());
    parts.worker(vertx, config, state, chosen.runtime(), Identities.of(ROLE));
    // Only where it is asked for: on one machine the gateway has the port already.
    String where = "";
    if (management.given()) {
      PoolMeters.add(metrics, config, state);
      int port = parts.management(vertx, config, state, () -> chosen.runtime().ping(), metrics);
      where = ", management on %s port %d".formatted(config.management().host(), port);
    }
    Output.line(
        "spillway worker: scales %s of instance %s, runtime %s%s"
            .formatted(
                String.join(", ", config.pools().keySet().stream().sorted().toList()),
                config.instance(),
                chosen.runtime().kind(),
                where));
  }
}
