package dev.spillway.lb.admission;

import static dev.spillway.lb.admission.AdmissionHarness.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.config.PoolConfig.FaultConfig;
import dev.spillway.lb.admission.AdmissionHarness.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that fail in a row are set aside while there are others. */
class FailingServersTest {
  private static final Duration ASIDE = Duration.ofSeconds(10);

  private final AdmissionHarness pool = pool(3);

  private static AdmissionHarness pool(int inARow) {
    return new AdmissionHarness(
        Balance.FIRST,
        new AdmissionRules(
            9,
            AdmissionHarness.MAX_WAIT,
            Duration.ofHours(1),
            OutagePolicy.SERVE,
            new FaultConfig(inARow, ASIDE, 20)));
  }

  private String serve() {
    Request request = pool.enter();
    request.permit().release();
    return request.server();
  }

  private boolean fail(String expected) {
    Request request = pool.enter();
    assertThat(request.server()).isEqualTo(expected);
    return request.permit().releaseFailed();
  }

  @Test
  void afterSoManyInARowItIsPassedOverForATime() {
    pool.exchange(ready("a", 5), ready("b", 5));
    assertThat(fail("a")).isFalse();
    assertThat(fail("a")).isFalse();
    assertThat(fail("a")).isTrue();

    assertThat(serve()).isEqualTo("b");
    pool.pass(ASIDE.minusNanos(1));
    assertThat(serve()).isEqualTo("b");
    pool.pass(Duration.ofNanos(1));
    assertThat(serve()).isEqualTo("a");
  }

  @Test
  void aRequestServedBetweenStartsTheCountAnew() {
    pool.exchange(ready("a", 5), ready("b", 5));
    fail("a");
    fail("a");
    serve();
    fail("a");
    fail("a");
    assertThat(serve()).isEqualTo("a");
  }

  @Test
  void itIsPassedOverForLongerEachTimeThatItFailsAgainUpToSixTimes() {
    pool.exchange(ready("a", 5), ready("b", 5));
    fail("a");
    fail("a");
    for (int times : List.of(1, 2, 4, 6, 6)) {
      assertThat(fail("a")).isTrue();
      pool.pass(ASIDE.multipliedBy(times).minusNanos(1));
      assertThat(serve()).isEqualTo("b");
      pool.pass(Duration.ofNanos(1));
    }
    assertThat(serve()).isEqualTo("a");
    fail("a");
    fail("a");
    fail("a");
    pool.pass(ASIDE);
    assertThat(serve()).as("begins anew after it served").isEqualTo("a");
  }

  @Test
  void whatWasInFlightTogetherIsNoFurtherFailure() {
    pool.exchange(ready("a", 9), ready("b", 9));
    List<Request> together = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      together.add(pool.enter());
    }
    together.forEach(request -> request.permit().releaseFailed());
    pool.pass(ASIDE);
    assertThat(serve()).isEqualTo("a");
  }

  @Test
  void whenAllAreAsideOneOfThemIsBetterThanNone() {
    pool.exchange(ready("a", 5), ready("b", 5));
    for (String server : List.of("a", "a", "a", "b", "b", "b")) {
      fail(server);
    }
    pool.pass(Duration.ofSeconds(1));
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void whenAllAreAsideTheyAreTriedInTurn() {
    pool.exchange(ready("a", 5), ready("b", 5));
    for (String server : List.of("a", "a", "a", "b", "b", "b")) {
      fail(server);
    }
    pool.pass(Duration.ofSeconds(1));
    assertThat(fail("a")).isTrue();
    pool.pass(Duration.ofSeconds(1));
    assertThat(fail("b")).isTrue();
    pool.pass(Duration.ofSeconds(1));
    assertThat(fail("a")).isTrue();
  }

  @Test
  void anotherServerIsPreferredForARequestThatFailedWithoutSettingThatOneAside() {
    pool.exchange(ready("a", 5), ready("b", 5));
    assertThat(pool.reenter("a").server()).isEqualTo("b");
    assertThat(pool.enter().server()).isEqualTo("a");
    pool.exchange(ready("a", 5), ready("b", 1));
    assertThat(pool.reenter("a").server()).as("the other is full").isEqualTo("a");
  }

  @Test
  void ifItIsOffNoneIsSetAside() {
    AdmissionHarness off = pool(0);
    off.exchange(ready("a", 5), ready("b", 5));
    for (int i = 0; i < 100; i++) {
      assertThat(off.enter().permit().releaseFailed()).isFalse();
    }
    assertThat(off.enter().server()).isEqualTo("a");
  }
}
