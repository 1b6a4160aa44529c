package dev.spillway.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Patience LONG = new Patience(Duration.ofMinutes(5));

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void triesUntilAnAttemptSucceeds() throws InterruptedException {
    assertThat(LONG.await("it", () -> succeedsAt(3))).isEqualTo(3);
  }

  @Test
  void givesUpWithTheLastFailureWhenTheTimeIsOver() {
    assertThatThrownBy(() -> new Patience(Duration.ofNanos(1)).await("it", () -> succeedsAt(3)))
        .hasMessage("not yet 1");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void triesOnceWithoutPatience() {
    assertThatThrownBy(() -> new Patience(Duration.ZERO).await("it", () -> succeedsAt(2)))
        .hasMessage("not yet 1");
  }

  @Test
  void doesNotGoOnAfterWhatNoFurtherAttemptCanMend() {
    RuntimeException failure = new IllegalArgumentException("redi://");
    assertThatThrownBy(
            () ->
                LONG.await(
                    "it",
                    () -> {
                      attempts.incrementAndGet();
                      throw new Patience.Hopeless(failure);
                    }))
        .isSameAs(failure);
    assertThat(attempts).hasValue(1);
  }

  private int succeedsAt(int wanted) {
    int attempt = attempts.incrementAndGet();
    if (attempt < wanted) {
      throw new IllegalStateException("not yet " + attempt);
    }
    return attempt;
  }
}
