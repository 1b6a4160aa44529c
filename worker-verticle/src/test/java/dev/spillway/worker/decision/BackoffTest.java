package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(70));

  @Test
  void waitsDoubleUpToTheLongest() {
    assertThat(backoff.after(1)).hasMillis(10);
    assertThat(backoff.after(2)).hasMillis(20);
    assertThat(backoff.after(3)).hasMillis(40);
    assertThat(backoff.after(4)).hasMillis(70);
    assertThat(backoff.after(1_000_000)).hasMillis(70);
  }

  @Test
  void isExhaustedOnceTheLongestIsReached() {
    assertThat(backoff.exhausted(3)).isFalse();
    assertThat(backoff.exhausted(4)).isTrue();
  }

  @Test
  void refusesAFirstWaitBeyondTheLongest() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("first=PT2S")
        .hasMessageContaining("longest=PT1S");
  }
}
