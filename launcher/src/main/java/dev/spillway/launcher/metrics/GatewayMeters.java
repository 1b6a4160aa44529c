package dev.spillway.launcher.metrics;

import dev.spillway.lb.Gateway;
import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.monitor.metrics.MetricNames;
import dev.spillway.monitor.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Locale;

/** What a gateway has counted itself. */
public final class GatewayMeters {
  private final Gateway gateway;
  private final MeterRegistry registry;

  private GatewayMeters(Gateway gateway, MeterRegistry registry) {
    this.gateway = gateway;
    this.registry = registry;
  }

  /** Adds the gateway's to the process' metrics. */
  public static void add(Metrics metrics, Gateway gateway, Collection<String> pools) {
    GatewayMeters meters = new GatewayMeters(gateway, metrics.registry());
    for (String pool : pools) {
      meters.register(pool);
      metrics.histogram(
          MetricNames.QUEUE_WAIT,
          "How long requests waited for a permit that did not get one at once",
          Tags.of("pool", pool),
          gateway.counts(pool).waits());
    }
    Gauge.builder(MetricNames.CLIENT_CONNECTIONS, gateway, Gateway::connections)
        .description("Client connections that are open")
        .register(metrics.registry());
    FunctionCounter.builder(
            MetricNames.ACCESS_LOG_DROPPED, gateway, from -> from.accessLog().dropped())
        .description("Requests that should have been logged and were not")
        .register(metrics.registry());
    metrics.beforeEach(meters::registerNewAnswers);
  }

  private void register(String pool) {
    Gauge.builder(MetricNames.REQUESTS_IN_FLIGHT, gateway, from -> from.inFlight(pool))
        .description("Requests that have a permit here")
        .tag("pool", pool)
        .register(registry);
    Gauge.builder(MetricNames.REQUESTS_WAITING, gateway, from -> from.waiting(pool))
        .description("Requests that wait for a permit here")
        .tag("pool", pool)
        .register(registry);
    for (Reason reason : Reason.values()) {
      FunctionCounter.builder(
              MetricNames.REQUESTS_REJECTED, gateway, from -> from.counts(pool).refusals(reason))
          .description("Requests that were refused a permit")
          .tags("pool", pool, "reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
  }

  /** Registering again does nothing. */
  private Future<Void> registerNewAnswers() {
    for (int status : gateway.ownAnswers().counts().keySet()) {
      FunctionCounter.builder(
              MetricNames.GATEWAY_ANSWERS,
              gateway,
              from -> from.ownAnswers().counts().getOrDefault(status, 0L))
          .description("Answers that the gateway gave in a server's place")
          .tag("status", Integer.toString(status))
          .register(registry);
    }
    return Future.succeededFuture();
  }
}
