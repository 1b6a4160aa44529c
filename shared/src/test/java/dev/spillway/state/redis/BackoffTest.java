package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static LongSummaryStatistics after(int failures, boolean reset) {
    SplittableRandom random = new SplittableRandom(1);
    return LongStream.range(0, 5000)
        .map(
            ignored -> {
              Backoff backoff = new Backoff(random);
              LongStream.range(0, failures).forEach(failure -> backoff.next());
              if (reset) {
                backoff.reset();
              }
              return backoff.next();
            })
        .summaryStatistics();
  }

  @ParameterizedTest
  @CsvSource({"0, 50", "1, 100", "2, 200", "5, 1600", "6, 2000", "7, 2000", "40, 2000"})
  void anyTimeUpToABoundThatDoubles(int failures, long bound) {
    LongSummaryStatistics drawn = after(failures, false);

    assertThat(drawn.getMin()).isBetween(1L, 1 + bound / 20);
    assertThat(drawn.getMax()).isBetween(bound - bound / 20, bound);
  }

  @ParameterizedTest
  @CsvSource({"1", "40"})
  void onceItWorkedTheFirstBoundHoldsAgain(int failures) {
    assertThat(after(failures, true).getMax()).isLessThanOrEqualTo(50);
  }
}
