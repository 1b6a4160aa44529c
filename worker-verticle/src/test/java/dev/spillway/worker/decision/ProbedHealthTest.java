package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.FixedServer.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbedHealthTest {
  private final ProbedHealth health = new ProbedHealth();

  @Test
  void theFirstProbeDecidesAlone() {
    assertThat(health.succeeded()).isTrue();
    assertThat(health.health()).isEqualTo(Health.HEALTHY);
    assertThat(new ProbedHealth().failed("no")).isTrue();
  }

  @Test
  void threeFailuresInARowTakeItOutAndTwoSuccessesPutItBack() {
    health.succeeded();
    assertThat(health.failed("a")).isFalse();
    assertThat(health.failed("b")).isFalse();
    health.succeeded();
    assertThat(health.failed("c")).isFalse();
    assertThat(health.failed("d")).isFalse();
    assertThat(health.failed("e")).isTrue();
    assertThat(health.health()).isEqualTo(Health.UNHEALTHY);
    assertThat(health.reason()).isEqualTo("e");

    assertThat(health.succeeded()).isFalse();
    assertThat(health.failed("f")).isFalse();
    assertThat(health.reason()).isEqualTo("f");
    assertThat(health.succeeded()).isFalse();
    assertThat(health.succeeded()).isTrue();
    assertThat(health.reason()).isEmpty();
  }

  @Test
  void whatIsForgottenIsDecidedByTheNextProbe() {
    health.succeeded();
    health.forget();
    assertThat(health.health()).isEqualTo(Health.UNKNOWN);
    assertThat(health.failed("no")).isTrue();
  }

  @Test
  void oneThatIsHealthyIsProbedOnceASecondAtTheMost() {
    Duration often = Duration.ofMillis(200);
    Duration seldom = Duration.ofSeconds(5);
    assertThat(health.pause(often)).as("unknown").isEqualTo(often);
    health.succeeded();
    assertThat(health.pause(often)).isEqualTo(Duration.ofSeconds(1));
    assertThat(health.pause(seldom)).isEqualTo(seldom);
    health.failed("once");
    assertThat(health.pause(often)).as("doubted").isEqualTo(often);
    health.failed("twice");
    health.failed("unhealthy");
    assertThat(health.pause(often)).as("unhealthy").isEqualTo(often);
  }

  @Test
  void anAnswerStandsForOneProbe() {
    health.succeeded();
    health.answered();
    health.answered();

    assertThat(health.due()).isFalse();
    assertThat(health.due()).isTrue();
  }

  @Test
  void anAnswerStandsForNoProbeOfOneThatIsDoubtedOrUnknown() {
    health.answered();
    assertThat(health.due()).as("of an unknown one").isTrue();
    health.succeeded();
    health.failed("a");
    health.answered();
    assertThat(health.due()).as("after a failure").isTrue();
    health.failed("b");
    health.failed("c");
    health.answered();
    assertThat(health.due()).as("of an unhealthy one").isTrue();
  }

  @Test
  void anAnswerFromBeforeItWasForgottenStandsForNothing() {
    health.succeeded();
    health.answered();
    health.forget();
    health.succeeded();

    assertThat(health.due()).isTrue();
  }
}
