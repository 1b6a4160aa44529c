package dev.spillway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.RequestServed.Latency;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationTallyTest {
  private final DurationTally tally = new DurationTally();

  @Test
  void countsEachDurationInTheBucketWhoseBoundItKeeps() {
    tally.record(-5);
    tally.record(1);
    tally.record(3);
    tally.record(4);
    tally.record(Long.MAX_VALUE / 2);

    assertThat(tally.counts()).startsWith(2, 0, 2, 0).endsWith(1);
    assertThat(tally.sumSeconds()).isGreaterThan(8e-6);
  }

  @Test
  void addsWhatWasCountedElsewhere() {
    tally.record(2);
    tally.add(new Latency(3, 6, 4, List.of(1L, 1L, 1L)));

    assertThat(tally.counts()).startsWith(1, 2, 1, 0);
    assertThat(tally.sumSeconds()).isEqualTo(8e-6);
  }
}
