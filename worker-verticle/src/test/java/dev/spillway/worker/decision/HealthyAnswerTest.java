package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthyAnswerTest {
  private static final String HERE = "http://127.0.0.1:32772";
  private static final String ELSEWHERE = "http://127.0.0.1:32773";

  private static boolean isAnothers(Map<String, String> running) {
    return HealthyAnswer.isAnothers("web-1", HERE, running);
  }

  @Test
  void itIsOfTheServerThatRuns() {
    assertThat(isAnothers(Map.of("web-1", HERE, "web-2", ELSEWHERE))).isFalse();
  }

  @Test
  void itIsAnothersWhereTheServerHasEndedAndAnotherHasItsAddress() {
    assertThat(isAnothers(Map.of("web-2", HERE))).isTrue();
  }

  @Test
  void itWasTheServersLastWordWhereNobodyHasItsAddress() {
    assertThat(isAnothers(Map.of())).isFalse();
    assertThat(isAnothers(Map.of("web-2", ELSEWHERE))).isFalse();
  }

  @Test
  void whileTheServerRunsAnotherAtItsAddressIsNoReasonToDoubtIt() {
    assertThat(isAnothers(Map.of("web-1", HERE, "web-2", HERE))).isFalse();
  }
}
