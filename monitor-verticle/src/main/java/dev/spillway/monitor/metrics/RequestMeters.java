package dev.spillway.monitor.metrics;

import dev.spillway.events.Addresses;
import dev.spillway.events.RequestServed;
import dev.spillway.events.RequestServed.StatusCounts;
import dev.spillway.metrics.DurationTally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests that this gateway had served: by class of status, and how long they took. */
public final class RequestMeters implements EventMeters {
  private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx", "none");

  private final Map<String, OfPool> pools;

  private record OfPool(List<Counter> byClass, DurationTally durations) {}

  /** For the requests of these pools; each is told from the start, with 0. */
  public RequestMeters(Metrics metrics, Collection<String> pools) {
    this.pools =
        pools.stream()
            .collect(Collectors.toMap(Function.identity(), pool -> meters(metrics, pool)));
  }

  private static OfPool meters(Metrics metrics, String pool) {
    List<Counter> byClass =
        CLASSES.stream()
            .map(
                status ->
                    Counter.builder(MetricNames.REQUESTS)
                        .description("Requests that servers were given, by class of status")
                        .tags("pool", pool, "status", status)
                        .register(metrics.registry()))
            .toList();
    DurationTally durations =
        metrics.histogram(
            MetricNames.REQUEST_DURATION,
            "From having a permit to the last byte sent",
            Tags.of("pool", pool));
    return new OfPool(byClass, durations);
  }

  @Override
  public String address() {
    return Addresses.REQUEST_SERVED;
  }

  @Override
  public void heard(JsonObject body) {
    RequestServed event = RequestServed.fromJson(body);
    OfPool meters = pools.get(event.pool());
    if (meters == null) {
      return;
    }
    long[] counts = byClass(event);
    for (int i = 0; i < counts.length; i++) {
      meters.byClass().get(i).increment((double) counts[i]);
    }
    meters.durations().add(event.latency());
  }

  private static long[] byClass(RequestServed event) {
    StatusCounts by = event.statuses();
    long answered =
        by.informational() + by.success() + by.redirection() + by.clientError() + by.serverError();
    return new long[] {
      by.informational(),
      by.success(),
      by.redirection(),
      by.clientError(),
      by.serverError(),
      Math.max(0, event.count() - answered)
    };
  }
}
