package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopUtilizationTest {
  private static final long MILLI = 1_000_000;

  private long elapsed = 7 * MILLI;
  private long processor;
  private final LoopUtilization loop = new LoopUtilization(() -> elapsed, () -> processor);

  /** Turns that took 100 ms together, of which the loop's thread had a processor for a share. */
  private void turns(int percent) {
    elapsed += 100 * MILLI;
    processor += percent * MILLI;
    for (int i = 0; i < LoopUtilization.TURNS; i++) {
      loop.turned();
    }
  }

  @Test
  void aLoopIsNotBusyBeforeTheFirstLook() {
    assertThat(loop.busy()).isFalse();
  }

  @Test
  void itIsBusyFromAShareOnAndUntilItHasMuchLess() {
    turns(LoopUtilization.BUSY_PERCENT - 1);
    assertThat(loop.busy()).isFalse();
    turns(LoopUtilization.BUSY_PERCENT);
    assertThat(loop.busy()).isTrue();
    turns(LoopUtilization.CALM_PERCENT);
    assertThat(loop.busy()).isTrue();
    turns(LoopUtilization.CALM_PERCENT - 1);
    assertThat(loop.busy()).isFalse();
    turns(LoopUtilization.CALM_PERCENT);
    assertThat(loop.busy()).isFalse();
  }

  @Test
  void itIsLookedAtOnlyOnceInManyTurns() {
    turns(100);
    processor -= 100 * MILLI; // would be calm
    for (int i = 0; i < LoopUtilization.TURNS - 1; i++) {
      loop.turned();
    }

    assertThat(loop.busy()).isTrue();
  }

  @Test
  void itIsNeverBusyWhereTheProcessorsTimeCanNotBeTold() {
    LoopUtilization unknown = new LoopUtilization(() -> elapsed, () -> -1);
    for (int i = 0; i < 10 * LoopUtilization.TURNS; i++) {
      elapsed += MILLI;
      unknown.turned();
    }

    assertThat(unknown.busy()).isFalse();
  }
}
