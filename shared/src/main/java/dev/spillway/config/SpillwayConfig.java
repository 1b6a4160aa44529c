package dev.spillway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole configuration of a Spillway process. Immutable. */
public record SpillwayConfig(
    @Setting(
            value =
                "The name of this installation: workers touch only servers that carry it, so that"
                    + " several can share one Docker daemon.",
            defaultValue = "default",
            form = TextForm.NAME)
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
    @Setting(
            value =
                "How sockets are read and written: io_uring, epoll or nio; auto takes the first of"
                    + " them that the kernel and its sandbox allow.",
            defaultValue = "auto")
        TransportChoice transport,
    @Setting("How workers reach Docker.") DockerConfig docker,
    @Setting("The event bus across processes.") ClusterConfig cluster,
    @Setting("What gateways and workers publish.") EventsConfig events,
    @Setting("The log of requests.") AccessLogConfig accessLog,
    @Setting("What happens on SIGTERM.") ShutdownConfig shutdown,
    @Setting(
            "The applications, by name. None: one named web, the web server that comes with Spillway.")
        Map<String, PoolConfig> pools) {

  public SpillwayConfig {
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
  }

  /** The same under another name. */
  public SpillwayConfig withInstance(String newInstance) {
    return new SpillwayConfig(
        newInstance,
        gateway,
        management,
        redis,
        runtime,
        transport,
        docker,
        cluster,
        events,
        accessLog,
        shutdown,
        pools);
  }

  /** The same with servers of this kind. */
  public SpillwayConfig withRuntime(RuntimeChoice newRuntime) {
    return new SpillwayConfig(
        instance,
        gateway,
        management,
        redis,
        newRuntime,
        transport,
        docker,
        cluster,
        events,
        accessLog,
        shutdown,
        pools);
  }

  /** The same with another shared state. */
  public SpillwayConfig withRedis(RedisConfig newRedis) {
    return new SpillwayConfig(
        instance,
        gateway,
        management,
        newRedis,
        runtime,
        transport,
        docker,
        cluster,
        events,
        accessLog,
        shutdown,
        pools);
  }

  /** The same with this pool in place of the one of its name, or beside the others. */
  public SpillwayConfig withPool(PoolConfig pool) {
    Map<String, PoolConfig> newPools = new LinkedHashMap<>(pools);
    newPools.put(pool.name(), pool);
    return new SpillwayConfig(
        instance,
        gateway,
        management,
        redis,
        runtime,
        transport,
        docker,
        cluster,
        events,
        accessLog,
        shutdown,
        newPools);
  }
}
