package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SettledEndsTest {
  private final SettledEnds ends = new SettledEnds();

  @Test
  void onlyTheFirstSettlesAnEnd() {
    assertThat(ends.settle("a")).isTrue();
    assertThat(ends.settle("a")).isFalse();
    assertThat(ends.settle("b")).isTrue();
  }

  @Test
  void reopenedEndCanBeSettledAgain() {
    ends.settle("a");

    ends.reopen("a");

    assertThat(ends.settle("a")).isTrue();
  }

  @Test
  void oldEndsAreForgottenFirst() {
    ends.settle("old");
    for (int n = 0; n < 4_095; n++) {
      ends.settle("next " + n);
    }
    assertThat(ends.settle("old")).isFalse();

    ends.settle("one too many");

    assertThat(ends.settle("old")).isTrue();
  }
}
