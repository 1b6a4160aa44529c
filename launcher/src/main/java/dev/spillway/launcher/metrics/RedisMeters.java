package dev.spillway.launcher.metrics;

import dev.spillway.metrics.CallTally;
import dev.spillway.metrics.CallTally.Outcome;
import dev.spillway.monitor.metrics.MetricNames;
import dev.spillway.monitor.metrics.Metrics;
import dev.spillway.state.SharedState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;

/** What this process has asked of Redis. */
public final class RedisMeters {
  private RedisMeters() {}

  /** Adds the calls of that state to the process' metrics, each kind once it was made. */
  public static void add(Metrics metrics, SharedState state) {
    metrics.beforeEach(
        () -> {
          state.calls().forEach((call, tally) -> register(metrics, call, tally));
          return Future.succeededFuture();
        });
  }

  /** Registering again does nothing. */
  private static void register(Metrics metrics, String call, CallTally tally) {
    for (Outcome outcome : Outcome.values()) {
      FunctionCounter.builder(MetricNames.REDIS_CALLS, tally, calls -> calls.count(outcome))
          .description("Calls to Redis that ended")
          .tags("call", call, "outcome", outcome.label())
          .register(metrics.registry());
    }
    metrics.histogram(
        MetricNames.REDIS_CALL,
        "How long calls to Redis took",
        Tags.of("call", call),
        tally.durations());
  }
}
