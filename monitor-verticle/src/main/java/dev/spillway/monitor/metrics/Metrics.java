package dev.spillway.monitor.metrics;

import dev.spillway.metrics.DurationTally;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The metrics of this process. Safe for use by several threads. */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Histograms histograms = new Histograms();
  private final List<Supplier<Future<Void>>> refreshers = new CopyOnWriteArrayList<>();

  /** Metrics of this process, of which there are none yet. */
  public Metrics() {
    registry.throwExceptionOnRegistrationFailure();
    registry.getPrometheusRegistry().register(histograms);
  }

  /** Adds meters, all but histograms of durations. */
  public Metrics add(MeterBinder meters) {
    meters.bindTo(registry);
    return this;
  }

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** A histogram of durations that are counted elsewhere; the first for these tags counts. */
  public void histogram(String name, String help, Tags tags, DurationTally durations) {
    histograms.add(registry.config().namingConvention(), name, help, tags, durations);
  }

  /** A histogram of durations that are counted here; the same object for the same tags. */
  public DurationTally histogram(String name, String help, Tags tags) {
    return histograms.tally(registry.config().namingConvention(), name, help, tags);
  }

  /** What to do before each telling; a failure leaves what is told as it was. */
  public void beforeEach(Supplier<Future<Void>> refresher) {
    refreshers.add(refresher);
  }

  /** All metrics as Prometheus reads them, text format 0.0.4. */
  public Future<String> text(Vertx vertx) {
    return Future.join(refreshers.stream().map(Supplier::get).toList())
        .transform(refreshed -> vertx.executeBlocking(() -> registry.scrape(), false));
  }
}
