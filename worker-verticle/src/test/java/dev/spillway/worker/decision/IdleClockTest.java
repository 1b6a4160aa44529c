package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdleClockTest {
  private static final long IDLE = 1000;
  private static final long TRUST = 5000;

  private final IdleClock clock = new IdleClock(IDLE, TRUST, 0);

  @Test
  void isIdleExactlyWhenTheTimeIsOver() {
    assertThat(clock.idleAt(999)).isFalse();
    assertThat(clock.millisToNextLook(999)).isEqualTo(1);
    assertThat(clock.idleAt(1000)).isTrue();
  }

  @Test
  void aLaterRequestMovesTheMomentByTheRest() {
    clock.heard("g", 600, false, 650);
    assertThat(clock.idleAt(1000)).isFalse();
    assertThat(clock.millisToNextLook(1000)).isEqualTo(600);
  }

  @Test
  void wordOfAnEarlierRequestChangesNothing() {
    clock.heard("g", 600, false, 650);
    clock.heard("h", 300, false, 660);
    assertThat(clock.idleFrom(700)).isEqualTo(1600);
  }

  @Test
  void isNeverIdleWhileARequestIsInFlight() {
    clock.heard("g", 100, true, 100);
    assertThat(clock.idleAt(4000)).isFalse();
    assertThat(clock.millisToNextLook(4000)).isEqualTo(IDLE);
  }

  @Test
  void oneGatewaysEndDoesNotHideAnothersRequest() {
    clock.heard("g", 100, true, 100);
    clock.heard("h", 200, true, 200);
    clock.heard("h", 300, false, 300);
    assertThat(clock.idleAt(4000)).isFalse();
    clock.heard("g", 400, false, 400);
    assertThat(clock.idleAt(1399)).isFalse();
    assertThat(clock.idleAt(1400)).isTrue();
  }

  @Test
  void aRecordThatLagsBehindDoesNotTakeBackWhatAGatewaySaid() {
    clock.heard("g", 100, true, 100);
    clock.recorded(0, false, 1100);
    assertThat(clock.idleAt(2000)).isFalse();
  }

  @Test
  void aGatewayThatFellSilentIsOverruledByTheRecordInTheEnd() {
    clock.heard("g", 100, true, 100);
    clock.recorded(0, false, 100 + TRUST + 1);
    assertThat(clock.idleAt(100 + TRUST + 1)).isTrue();
  }

  @Test
  void requestsInFlightByTheRecordCount() {
    clock.recorded(0, true, 900);
    assertThat(clock.idleAt(5000)).isFalse();
    clock.recorded(4800, false, 5000);
    assertThat(clock.idleAt(5799)).isFalse();
    assertThat(clock.idleAt(5800)).isTrue();
  }

  /** A single timer, set again only when it fires, finds the moment of being idle exactly. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void aTimerThatIsNeverMovedByRequestsIsNeverLateAndNeverEarly(long seed) {
    Random random = new Random(seed);
    long idle = 1 + random.nextLong(200);
    IdleClock tested = new IdleClock(idle, TRUST, 0);
    long fires = tested.millisToNextLook(0);
    long lastEnd = 0;
    long busyUntil = -1;
    long quietFrom = random.nextInt(2000);
    for (long now = 1; ; now++) {
      if (now == busyUntil) {
        lastEnd = now;
        tested.heard("g", now, false, now);
        busyUntil = -1;
      } else if (busyUntil < 0 && now < quietFrom && random.nextInt(40) == 0) {
        busyUntil = now + 1 + random.nextLong(300);
        lastEnd = now;
        tested.heard("g", now, true, now);
      }
      boolean reallyIdle = busyUntil < 0 && now - lastEnd >= idle;
      assertThat(tested.idleAt(now)).as("idle at %d", now).isEqualTo(reallyIdle);
      if (now == fires) {
        if (tested.idleAt(now)) {
          assertThat(now).as("fires at the moment itself").isEqualTo(lastEnd + idle);
          return;
        }
        long wait = tested.millisToNextLook(now);
        assertThat(wait).isBetween(1L, idle);
        fires = now + wait;
      }
      assertThat(reallyIdle).as("idle at %d and the timer is set for %d", now, fires).isFalse();
    }
  }
}
