package dev.spillway.monitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CollectionMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  @SuppressWarnings("System.gc") // a collection is what is measured
  void collectionsAreCountedAndTimedAsTheJvmDoes() {
    new CollectionMeters().bindTo(registry);
    double before = pauses();

    System.gc();

    assertThat(pauses()).isGreaterThan(before);
    long least = millisByTheJvm();
    assertThat(least).as("a whole collection takes a while").isPositive();
    double told =
        registry.get("jvm.gc.pause").functionTimers().stream()
            .mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS))
            .sum();
    assertThat(Math.round(told)).isBetween(least, millisByTheJvm());
  }

  private double pauses() {
    return registry.get("jvm.gc.pause").functionTimers().stream()
        .mapToDouble(FunctionTimer::count)
        .sum();
  }

  private static long millisByTheJvm() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
