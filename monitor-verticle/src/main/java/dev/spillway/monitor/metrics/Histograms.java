package dev.spillway.monitor.metrics;

import dev.spillway.metrics.DurationTally;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.NamingConvention;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Histograms made of durations that were counted in buckets already. A timer of Micrometer's would
 * have to be told each duration by itself, on the way of the request.
 */
final class Histograms implements MultiCollector {
  /** Buckets up to 256 µs are told as one, and those above 67 s as {@code +Inf}. */
  private static final int FIRST = 8;

  private static final int LAST = 26;

  private final ConcurrentMap<String, Family> families = new ConcurrentHashMap<>();

  private record Family(MetricMetadata metadata, ConcurrentMap<Labels, DurationTally> rows) {}

  void add(NamingConvention naming, String name, String help, Tags tags, DurationTally durations) {
    family(naming, name, help).rows().putIfAbsent(labels(tags), durations);
  }

  DurationTally tally(NamingConvention naming, String name, String help, Tags tags) {
    return family(naming, name, help)
        .rows()
        .computeIfAbsent(labels(tags), row -> new DurationTally());
  }

  private Family family(NamingConvention naming, String name, String help) {
    return families.computeIfAbsent(
        naming.name(name, Meter.Type.TIMER, "seconds"),
        named -> new Family(new MetricMetadata(named, help), new ConcurrentHashMap<>()));
  }

  private static Labels labels(Tags tags) {
    Labels.Builder labels = Labels.builder();
    for (Tag tag : tags) {
      labels.label(tag.getKey(), tag.getValue());
    }
    return labels.build();
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.values().forEach(family -> all.metricSnapshot(snapshot(family)));
    return all.build();
  }

  private static HistogramSnapshot snapshot(Family family) {
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    family.rows().forEach((labels, durations) -> points.add(point(labels, durations)));
    return new HistogramSnapshot(family.metadata(), points);
  }

  private static HistogramDataPointSnapshot point(Labels labels, DurationTally durations) {
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(buckets(durations.counts()))
        .sum(durations.sumSeconds())
        .build();
  }

  private static ClassicHistogramBuckets buckets(long[] counts) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (int i = 0; i < FIRST; i++) {
      below += counts[i];
    }
    for (int i = FIRST; i <= LAST; i++) {
      buckets.bucket((1L << i) / 1e6, below + counts[i]);
      below = 0;
    }
    long above = 0;
    for (int i = LAST + 1; i < counts.length; i++) {
      above += counts[i];
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, above).build();
  }
}
