package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.servers.RedisPools;
import dev.spillway.launcher.servers.ServersTable;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway servers}: the pools as they are now. */
@Command(
    name = "servers",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the servers of each pool now.",
      "Asks the management endpoint that --management names; else Redis, if the configuration names"
          + " one; else the management endpoint of the configuration, by default"
          + " http://127.0.0.1:9090."
    })
final class ServersCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;

  @Mixin private ManagementUrl endpoint;

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    JsonArray pools = pools(configuration.load(Map.of()));
    if (json) {
      Output.line(pools.encodePrettily());
    } else {
      new ServersTable(Clock.system(ZoneId.systemDefault())).lines(pools).forEach(Output::line);
    }
    return 0;
  }

  private JsonArray pools(SpillwayConfig config) throws InterruptedException {
    return endpoint.given() || config.redis().embedded()
        ? endpoint.client(config).pools()
        : RedisPools.read(config);
  }
}
