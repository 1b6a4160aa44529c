package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryBudgetTest {
  private static final int FLOOR = RetryBudget.EACH_SECOND * 5;

  private long now = 17;

  private RetryBudget budget(int percent) {
    return new RetryBudget(percent, () -> now);
  }

  private static int takeAll(RetryBudget budget) {
    int taken = 0;
    while (budget.take()) {
      taken++;
    }
    return taken;
  }

  @Test
  void aFewAreAllowedWithoutAnyTraffic() {
    assertThat(takeAll(budget(20))).isEqualTo(FLOOR);
  }

  @Test
  void ofMuchTrafficItIsAShare() {
    RetryBudget budget = budget(20);
    for (int i = 0; i < 1_000; i++) {
      budget.request();
    }
    assertThat(takeAll(budget)).isEqualTo(FLOOR + 200);
    assertThat(budget.take()).isFalse();
  }

  @Test
  void whatWasUsedComesBackAndWhatWasNotUsedIsForgotten() {
    RetryBudget budget = budget(50);
    for (int i = 0; i < 100; i++) {
      budget.request();
    }
    takeAll(budget);
    now += TimeUnit.SECONDS.toNanos(5);
    assertThat(budget.take()).isFalse();
    now += TimeUnit.SECONDS.toNanos(5);
    assertThat(takeAll(budget)).isEqualTo(FLOOR);
  }

  @Test
  void zeroPercentIsNone() {
    assertThat(takeAll(budget(0))).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void inFiveSecondsNeverMoreThanTheShareOfTheRequestsUntilThenAndTheFloor(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RetryBudget budget = budget(20);
    Deque<Long> requests = new ArrayDeque<>();
    Deque<Long> retries = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      now += random.nextLong(TimeUnit.MILLISECONDS.toNanos(10));
      if (random.nextInt(3) > 0) {
        budget.request();
        requests.add(now);
      } else if (budget.take()) {
        retries.add(now);
      }
      drop(requests, 15);
      drop(retries, 5);
      assertThat((long) retries.size()).isLessThanOrEqualTo(FLOOR + requests.size() / 5);
    }
  }

  private void drop(Deque<Long> times, int seconds) {
    while (!times.isEmpty() && now - times.peek() > TimeUnit.SECONDS.toNanos(seconds)) {
      times.remove();
    }
  }
}
