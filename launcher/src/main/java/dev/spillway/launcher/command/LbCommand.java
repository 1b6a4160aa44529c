package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.metrics.GatewayMeters;
import dev.spillway.launcher.metrics.RedisMeters;
import dev.spillway.launcher.part.GatewayReadiness;
import dev.spillway.launcher.part.Identities;
import dev.spillway.launcher.part.ProcessParts;
import dev.spillway.launcher.part.SocketTransport;
import dev.spillway.lb.Gateway;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.monitor.metrics.RequestMeters;
import dev.spillway.state.SharedState;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spillway lb}: a gateway of an installation. */
@Command(
    name = "lb",
    mixinStandardHelpOptions = true,
    description =
        "Runs a gateway: takes requests and forwards them to servers. Starts and stops none; that"
            + " is a worker's task.")
final class LbCommand implements Callable<Integer> {
  private static final String ROLE = "lb";

  @Mixin private ConfigurationOptions configuration;
  @Mixin private ListenOptions listen;
  @Mixin private ManagementOptions management;
  @Mixin private ClusterOption cluster;

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    listen.addTo(flags);
    management.addTo(flags);
    cluster.addTo(flags);
    SpillwayConfig config = configuration.load(flags);
    Roles.requireSharedRedis(ROLE, config);
    return new UntilStopped(Signals.install(), () -> Output.line(Roles.tellStopping(ROLE)))
        .run((started, hurry) -> start(config, started, hurry));
  }

  private static void start(SpillwayConfig config, StartedParts started, CompletableFuture<?> hurry)
      throws InterruptedException {
    Roles.tellWithoutCluster(ROLE, config);
    ProcessParts parts = new ProcessParts(started, hurry);
    Vertx vertx = parts.vertxForGateway(config);
    Set<String> pools = config.pools().keySet();
    Metrics metrics = parts.metrics(vertx, ROLE, to -> List.of(new RequestMeters(to, pools)));
    SharedState state = parts.state(vertx, config.redis());
    RedisMeters.add(metrics, state);
    Gateway gateway = parts.gateway(vertx, config, state, Identities.of(ROLE));
    GatewayMeters.add(metrics, gateway, pools);
    int managementPort =
        parts.management(vertx, config, state, new GatewayReadiness(gateway), metrics);
    Output.line(
        "spillway lb: listens on %s port %d%s, management on %s port %d, sockets by %s"
            .formatted(
                config.gateway().host(),
                gateway.port(),
                gateway
                    .tlsProvider()
                    .map(
                        by ->
                            " and for TLS by %s on port %d".formatted(by.word(), gateway.tlsPort()))
                    .orElse(""),
                config.management().host(),
                managementPort,
                SocketTransport.choose(config.transport()).name()));
  }
}
