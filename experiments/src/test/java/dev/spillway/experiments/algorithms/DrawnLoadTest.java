package dev.spillway.experiments.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of fixed seeds: whether a mean of many draws is near enough is no matter of luck then. */
class DrawnLoadTest {
  private static final int MANY = 400_000;

  @ParameterizedTest
  @EnumSource
  void everyDistributionHasTheMeanThatIsAskedFor(ServiceTimes times) {
    SplittableRandom random = new SplittableRandom(7);

    double mean =
        DoubleStream.generate(() -> times.draw(100, random)).limit(MANY).average().orElseThrow();

    assertThat(mean).isCloseTo(100, within(2.0));
  }

  @Test
  void theHeavyTailIsHeavierThanTheExponential() {
    assertThat(shareAbove(1000, ServiceTimes.HEAVY_TAILED))
        .isGreaterThan(10 * shareAbove(1000, ServiceTimes.EXPONENTIAL));
  }

  @Test
  void busyPhasesHaveMoreRequestsThanCalmOnes() {
    List<Long> times = new Waves(100, 10, Duration.ofSeconds(10), 3).draw(new SplittableRandom(3));

    assertThat(times).isSorted().first().isEqualTo(0L);
    assertThat(between(times, 0, 10_000)).isBetween(900L, 1100L);
    assertThat(between(times, 10_000, 20_000)).isBetween(70L, 140L);
    assertThat(between(times, 20_000, 30_000)).isBetween(900L, 1100L);
  }

  private static double shareAbove(double millis, ServiceTimes times) {
    SplittableRandom random = new SplittableRandom(7);
    return DoubleStream.generate(() -> times.draw(100, random))
            .limit(MANY)
            .filter(time -> time > millis)
            .count()
        / (double) MANY;
  }

  private static long between(List<Long> times, long from, long to) {
    return times.stream().filter(time -> from <= time && time < to).count();
  }
}
