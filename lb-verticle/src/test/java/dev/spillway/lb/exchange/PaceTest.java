package dev.spillway.lb.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();
  private long now = Long.MAX_VALUE - 10;

  private long delayMillis() {
    return TimeUnit.NANOSECONDS.toMillis(pace.delay(now));
  }

  @Test
  void theFirstIsHadAtOnce() {
    assertThat(delayMillis()).isZero();
  }

  @Test
  void intervalsGrowUpToTheLongestWhileExchangesBringNothing() {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pace.noneServed(now);
      delays.add(delayMillis());
      now += pace.delay(now);
    }
    assertThat(delays).containsExactly(5L, 10L, 20L, 40L, 80L, 100L, 100L);
    assertThat(delayMillis()).isZero();
  }

  @Test
  void intervalsAreShortAgainWhenOneBroughtSomething() {
    pace.noneServed(now);
    pace.noneServed(now);
    pace.noneServed(now);
    pace.someServed(now);
    assertThat(delayMillis()).isEqualTo(5);
  }

  @Test
  void thereIsNoIntervalOnceNobodyWaits() {
    pace.noneServed(now);
    pace.allServed();
    assertThat(delayMillis()).isZero();
    pace.noneServed(now);
    assertThat(delayMillis()).isEqualTo(5);
  }

  @Test
  void afterAFailureTheLongestIntervalIsKept() {
    pace.failed(now);
    assertThat(delayMillis()).isEqualTo(100);
  }
}
