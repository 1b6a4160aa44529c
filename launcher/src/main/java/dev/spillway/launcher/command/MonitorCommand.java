package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.part.ProcessParts;
import dev.spillway.monitor.TerminalMonitor.Format;
import dev.spillway.state.SharedState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway monitor}: prints the cluster's events. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description =
        "Prints the events of a cluster, one line each; requests served are added up over a"
            + " second. With --management-port it also answers /api/pools, from Redis.")
final class MonitorCommand implements Callable<Integer> {
  private static final String ROLE = "monitor";

  @Mixin private ConfigurationOptions configuration;
  @Mixin private ManagementOptions management;
  @Mixin private ClusterOption cluster;

  @Option(names = "--json", description = "Print each event as it is, as one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    management.addTo(flags);
    cluster.addTo(flags);
    SpillwayConfig config = configuration.load(flags);
    if (!config.cluster().enabled()) {
      throw CommandFailure.mistake(
          "spillway monitor: events are told in a cluster, and none is configured; name its hosts"
              + " with --cluster HOST,HOST or cluster.members");
    }
    if (management.given()) {
      Roles.requireSharedRedis(ROLE + " --management-port", config);
    }
    return new UntilStopped(Signals.install(), () -> {})
        .run((started, hurry) -> start(config, started, hurry));
  }

  private void start(SpillwayConfig config, StartedParts started, CompletableFuture<?> hurry)
      throws InterruptedException {
    ProcessParts parts = new ProcessParts(started, hurry);
    Vertx vertx = parts.vertx(config);
    parts.monitor(vertx, Output::line, json ? Format.JSON : Format.TEXT);
    if (management.given()) {
      SharedState state = parts.state(vertx, config.redis());
      parts.management(vertx, config, state, Future::succeededFuture);
    }
  }
}
