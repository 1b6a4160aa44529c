package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.metrics.RedisMeters;
import dev.spillway.launcher.part.ProcessParts;
import dev.spillway.launcher.servers.ManagementClient;
import dev.spillway.launcher.watch.LiveScreen;
import dev.spillway.launcher.watch.RelayedEvents;
import dev.spillway.monitor.LiveView;
import dev.spillway.monitor.PoolsView;
import dev.spillway.monitor.TerminalMonitor.Format;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.monitor.metrics.PoolMeters;
import dev.spillway.state.SharedState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway monitor}: shows what happens. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what happens: on a terminal a live view of servers, queues and events; else, or with"
          + " --lines, a line per event, with requests served added up over a second.",
      "Joins the cluster that --cluster names; else asks the management endpoint that --management"
          + " names, by default http://127.0.0.1:9090. In a cluster the live view needs the Redis"
          + " that all share."
    })
final class MonitorCommand implements Callable<Integer> {
  private static final String ROLE = "monitor";

  @Mixin private ConfigurationOptions configuration;
  @Mixin private ManagementOptions management;
  @Mixin private ManagementUrl endpoint;
  @Mixin private ClusterOption cluster;

  @Option(names = "--json", description = "Print each event as it is, as one JSON object a line.")
  private boolean json;

  @Option(names = "--lines", description = "Print lines, also on a terminal.")
  private boolean lines;

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    management.addTo(flags);
    cluster.addTo(flags);
    SpillwayConfig config = configuration.load(flags);
    if (management.given()) {
      Roles.requireSharedRedis(ROLE + " --management-port", config);
    }
    Signals signals = Signals.install();
    return new UntilStopped(signals, () -> {})
        .run((started, hurry) -> start(config, started, hurry, () -> signals.stop().complete(0)));
  }

  private void start(
      SpillwayConfig config, StartedParts started, CompletableFuture<?> hurry, Runnable quit)
      throws InterruptedException {
    ProcessParts parts = new ProcessParts(started, hurry);
    boolean remote = !config.cluster().enabled() || endpoint.given();
    Supplier<Future<JsonArray>> pools = null;
    Vertx vertx;
    Optional<SharedState> state = Optional.empty();
    if (remote) {
      ManagementClient client = endpoint.client(config);
      client.pools(); // says what is wrong, if anything is
      vertx = parts.vertx(config);
      pools = () -> vertx.executeBlocking(client::pools, false);
      RelayedEvents.start(vertx, client);
    } else {
      vertx = parts.vertx(config);
      if (!config.redis().embedded()) {
        state = Optional.of(parts.state(vertx, config.redis()));
        pools = new PoolsView(config, state.get())::read;
      }
    }
    if (management.given()) {
      serveManagement(parts, vertx, config, state);
    }
    if (json || lines || pools == null || !live(parts, started, vertx, config, pools, quit)) {
      parts.monitor(vertx, Output::line, json ? Format.JSON : Format.TEXT);
    }
  }

  private boolean live(
      ProcessParts parts,
      StartedParts started,
      Vertx vertx,
      SpillwayConfig config,
      Supplier<Future<JsonArray>> pools,
      Runnable quit)
      throws InterruptedException {
    String source =
        config.cluster().enabled()
            ? "cluster " + String.join(",", config.cluster().members())
            : endpoint.of(config).toString();
    LiveView view = new LiveView(source, ZoneId.systemDefault());
    Optional<LiveScreen> screen = LiveScreen.open(view, quit);
    if (screen.isEmpty()) {
      return false;
    }
    started.add("screen", screen.get()::close);
    parts.live(vertx, view, pools);
    return true;
  }

  private static void serveManagement(
      ProcessParts parts, Vertx vertx, SpillwayConfig config, Optional<SharedState> known)
      throws InterruptedException {
    SharedState state = known.isPresent() ? known.get() : parts.state(vertx, config.redis());
    Metrics metrics = parts.metrics(vertx, ROLE, none -> List.of());
    RedisMeters.add(metrics, state);
    PoolMeters.add(metrics, config, state);
    int port = parts.management(vertx, config, state, Future::succeededFuture, metrics);
    // Not among the events, which programs read.
    System.err.printf(
        "spillway monitor: management on %s port %d%n", config.management().host(), port);
  }
}
