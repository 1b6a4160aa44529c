package dev.spillway.monitor.metrics;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.SharedState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What the records say of whole pools: the same from whichever process tells it. Read anew before
 * each telling; where that fails, the numbers are told as unknown rather than as they were.
 */
public final class PoolMeters {
  private static final long READ_MILLIS = 2000;

  private final List<Pool> pools;

  private PoolMeters(List<Pool> pools) {
    this.pools = pools;
  }

  /** Adds the configuration's pools, as they are in that state, to the metrics. */
  public static void add(Metrics metrics, SpillwayConfig config, SharedState state) {
    PoolMeters meters =
        new PoolMeters(
            config.pools().values().stream().map(pool -> new Pool(pool, state)).toList());
    meters.pools.forEach(pool -> pool.register(metrics.registry()));
    metrics.beforeEach(meters::read);
  }

  private Future<Void> read() {
    return Future.join(pools.stream().map(Pool::read).toList()).mapEmpty();
  }

  private static final class Pool {
    private final PoolConfig config;
    private final SharedState state;
    private volatile PoolSnapshot latest; // null: could not be read

    Pool(PoolConfig config, SharedState state) {
      this.config = config;
      this.state = state;
    }

    Future<PoolSnapshot> read() {
      return state
          .pool(config.name())
          .snapshot()
          .timeout(READ_MILLIS, TimeUnit.MILLISECONDS)
          .onSuccess(snapshot -> latest = snapshot)
          .onFailure(cause -> latest = null);
    }

    void register(MeterRegistry registry) {
      for (ServerState each : ServerState.values()) {
        if (each != ServerState.UNKNOWN && each != ServerState.GONE) {
          fact(MetricNames.POOL_SERVERS, "Servers by state", pool -> count(pool, each))
              .tag("state", each.name().toLowerCase(Locale.ROOT))
              .register(registry);
        }
      }
      fact(MetricNames.POOL_CAPACITY, "Requests that ready servers take at once", Pool::capacity)
          .register(registry);
      fact(
              MetricNames.POOL_IN_FLIGHT,
              "Requests in flight over all gateways, as last reported",
              pool -> pool.servers().stream().mapToInt(ServerRecord::inFlight).sum())
          .register(registry);
      fact(
              MetricNames.POOL_WAITING,
              "Requests that wait over all gateways, as last reported",
              PoolSnapshot::waiting)
          .register(registry);
      fact(MetricNames.POOL_GATEWAYS, "Gateways whose lease is good", p -> p.gateways().size())
          .register(registry);
      gauge(MetricNames.POOL_SERVERS_MIN, "The least servers", pool -> pool.minServers())
          .register(registry);
      gauge(MetricNames.POOL_SERVERS_MAX, "The most servers", pool -> pool.maxServers())
          .register(registry);
      gauge(
              MetricNames.POOL_STATE_READABLE,
              "Whether the pool's records could be read",
              pool -> pool.latest == null ? 0 : 1)
          .register(registry);
    }

    private Gauge.Builder<Pool> fact(
        String name, String help, ToDoubleFunction<PoolSnapshot> value) {
      return gauge(
          name,
          help,
          pool -> {
            PoolSnapshot snapshot = pool.latest;
            return snapshot == null ? Double.NaN : value.applyAsDouble(snapshot);
          });
    }

    private Gauge.Builder<Pool> gauge(String name, String help, ToDoubleFunction<Pool> value) {
      return Gauge.builder(name, this, value)
          .description(help)
          .tag("pool", config.name())
          .strongReference(true);
    }

    private int minServers() {
      return config.servers().isEmpty() ? config.minReplicas() : config.servers().size();
    }

    private int maxServers() {
      return config.servers().isEmpty() ? config.maxReplicas() : config.servers().size();
    }

    private static long count(PoolSnapshot pool, ServerState state) {
      return pool.servers().stream().filter(server -> server.state() == state).count();
    }

    private static int capacity(PoolSnapshot pool) {
      return pool.servers().stream()
          .filter(server -> server.state() == ServerState.READY)
          .mapToInt(ServerRecord::capacity)
          .sum();
    }
  }
}
