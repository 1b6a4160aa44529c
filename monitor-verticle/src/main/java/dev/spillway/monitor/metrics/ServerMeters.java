package dev.spillway.monitor.metrics;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.events.ServerChanged.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;

/** Servers that this worker started and stopped, why, and how long starting took. */
public final class ServerMeters implements EventMeters {
  private final Metrics metrics;
  private final Set<String> pools;

  /** For the servers of these pools. */
  public ServerMeters(Metrics metrics, Collection<String> pools) {
    this.metrics = metrics;
    this.pools = Set.copyOf(pools);
    for (String pool : pools) {
      starts(pool, Cause.STARTED);
      starts(pool, Cause.ADOPTED);
      failures(pool, Cause.NOT_STARTED);
      failures(pool, Cause.ENDED_EARLY);
      failures(pool, Cause.NOT_HEALTHY);
      stops(pool, Cause.IDLE);
      stops(pool, Cause.DIED);
    }
  }

  @Override
  public String address() {
    return Addresses.SERVER;
  }

  @Override
  public void heard(JsonObject body) {
    ServerChanged event = ServerChanged.fromJson(body);
    if (!pools.contains(event.pool())) {
      return;
    }
    switch (event.state()) {
      case READY -> ready(event);
      case FAILED -> failures(event.pool(), event.cause()).increment();
      case GONE -> stops(event.pool(), event.cause()).increment();
      case STARTING, DRAINING, STOPPING, UNKNOWN -> {}
    }
  }

  private void ready(ServerChanged event) {
    if (event.cause() == Cause.DEMAND_RETURNED) {
      return; // it had been ready before
    }
    starts(event.pool(), event.cause()).increment();
    if (event.cause() == Cause.STARTED) {
      event.phases().forEach((phase, millis) -> took(event.pool(), phase, millis));
      took(event.pool(), "total", event.tookMillis());
    }
  }

  private void took(String pool, String phase, long millis) {
    metrics
        .histogram(
            MetricNames.SERVER_START_PHASE,
            "How long parts of a server's start took",
            Tags.of("pool", pool, "phase", phase))
        .record(millis * 1_000);
  }

  private Counter starts(String pool, Cause cause) {
    return counter(MetricNames.SERVER_STARTS, "Servers that became ready", pool, cause);
  }

  private Counter failures(String pool, Cause cause) {
    return counter(MetricNames.SERVER_START_FAILURES, "Starts that failed", pool, cause);
  }

  private Counter stops(String pool, Cause cause) {
    return counter(MetricNames.SERVER_STOPS, "Servers that are gone", pool, cause);
  }

  /** The same counter for the same name and tags. */
  private Counter counter(String name, String help, String pool, Cause cause) {
    return Counter.builder(name)
        .description(help)
        .tags("pool", pool, "reason", cause.wireName())
        .register(metrics.registry());
  }
}
