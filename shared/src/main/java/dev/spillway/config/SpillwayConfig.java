package dev.spillway.config;

import java.util.Map;

/** The whole configuration of a Spillway process. Immutable. */
public record SpillwayConfig(
    @Setting(
            value =
                "The name of this installation: workers touch only servers that carry it, so that"
                    + " several can share one Docker daemon.",
            defaultValue = "default")
        String instance,
    @Setting("Where requests come in.") GatewayConfig gateway,
    @Setting("Dashboard, metrics and API.") ManagementConfig management,
    @Setting("The shared state.") RedisConfig redis,
    @Setting(
            value =
                "What servers are: containers (docker), local processes (process), or docker if its"
                    + " socket answers and process otherwise (auto).",
            defaultValue = "auto")
        RuntimeChoice runtime,
    @Setting("How workers reach Docker.") DockerConfig docker,
    @Setting("The event bus across processes.") ClusterConfig cluster,
    @Setting("What gateways and workers publish.") EventsConfig events,
    @Setting("What happens on SIGTERM.") ShutdownConfig shutdown,
    @Setting("The applications, by name.") Map<String, PoolConfig> pools) {

  public SpillwayConfig {
    pools = Map.copyOf(pools);
  }
}
