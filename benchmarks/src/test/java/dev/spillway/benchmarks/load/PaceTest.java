package dev.spillway.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int SECONDS = 2;

  private long now = -5;
  private final Pace pace = new Pace(1_000, SECONDS, () -> now);

  /** Sends all of them, each so late. */
  private void run(long lateMicros) {
    for (long request = 0; request < pace.total(); request++) {
      now = pace.dueAt(request) + TimeUnit.MICROSECONDS.toNanos(lateMicros);
      pace.sent(pace.dueAt(request));
    }
  }

  private void endAfter(double seconds) {
    now = pace.dueAt(0) + (long) (seconds * 1e9);
    pace.ended();
  }

  @Test
  void requestsAreDueOneAfterTheOther() {
    assertEquals(2_000, pace.total());
    assertEquals(1, pace.due(pace.dueAt(0)));
    assertEquals(3, pace.due(pace.dueAt(2)));
    assertEquals(2_000, pace.due(pace.dueAt(5_000)), "no more than there are");
  }

  @Test
  void whatGoesOutInTimeAndIsAnsweredInTimeKeepsPace() {
    run(500);
    endAfter(SECONDS * 1.04);
    assertTrue(pace.kept());
  }

  @Test
  void whatGoesOutLateDoesNot() {
    run(1_100);
    endAfter(SECONDS);
    assertFalse(pace.kept());
  }

  @Test
  void whatIsAnsweredTooSlowlyDoesNot() {
    run(0);
    endAfter(SECONDS * 1.06);
    assertFalse(pace.kept());
  }
}
