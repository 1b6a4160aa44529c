package dev.spillway.monitor.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/** What every process tells of itself and of its JVM. */
public final class ProcessMeters implements MeterBinder {
  private final String role;
  private final String version;

  /** A process of this role ({@code up}, {@code lb}, {@code worker}, {@code monitor}). */
  public ProcessMeters(String role, String version) {
    this.role = role;
    this.version = version;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(MetricNames.BUILD_INFO, () -> 1)
        .description("What runs here; always 1")
        .tags("role", role, "version", version, "java", System.getProperty("java.version"))
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    // Netty makes them without the JVM's account, and Micrometer's meters of it change their names
    // with each start.
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider buffers) {
      Gauge.builder(MetricNames.BUFFER_MEMORY, buffers.metric(), m -> m.usedDirectMemory())
          .description("Memory of the buffers that sockets are read into and written from")
          .baseUnit("bytes")
          .register(registry);
    }
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new CollectionMeters().bindTo(registry);
  }
}
