package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StateHome;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.part.Home;
import dev.spillway.launcher.up.Up;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Runs everything in one process: gateway, worker, monitor, management endpoint, and by"
            + " default a Redis of its own. Without a configuration it scales the example web"
            + " server.")
final class UpCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;
  @Mixin private ListenOptions listen;
  @Mixin private ManagementOptions management;
  @Mixin private ClusterOption cluster;

  @Option(
      names = "--runtime",
      paramLabel = "KIND",
      description = "What servers are: auto, docker or process (runtime).")
  private String runtime;

  @Option(
      names = {"-q", "--quiet"},
      description = "Don't print events.")
  private boolean quiet;

  @Override
  public Integer call() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    listen.addTo(flags);
    management.addTo(flags);
    cluster.addTo(flags);
    if (runtime != null) {
      flags.put("runtime", runtime);
    }
    SpillwayConfig config = configuration.load(flags);
    if (!quiet) {
      Logs.leaveServersToEvents();
    }
    Up up =
        new Up(config, StateHome.ofThisProcess(), Home.find(System.getenv()), Output::line, !quiet);
    return new UntilStopped(
            Signals.install(),
            () -> Output.line("Stopping: requests in flight are finished first."))
        .run(up::start);
  }
}
