package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedStartsTest {
  private static final Instant FAILED_AT = Instant.ofEpochSecond(1000);

  private final FailedStarts starts = new FailedStarts();

  private static Container container(String state, long createdAt) {
    return new ObjectMapper()
        .convertValue(Map.of("State", state, "Created", createdAt), Container.class);
  }

  @Test
  void whatAFailedStartMadeAndNeverStartedIsLeft() {
    starts.failed("web-1", FAILED_AT);

    assertThat(starts.left(container("created", 999), "web-1")).isTrue();
    assertThat(starts.left(container("created", 1000), "web-1")).isTrue();
  }

  @Test
  void whatRunsOrIsOfALaterOrAnotherStartIsNot() {
    starts.failed("web-1", FAILED_AT);

    assertThat(starts.left(container("running", 999), "web-1")).isFalse();
    assertThat(starts.left(container("created", 1001), "web-1")).isFalse();
    assertThat(starts.left(container("created", 999), "web-2")).isFalse();
  }

  @Test
  void aStartThatIsTriedAgainHasNotFailed() {
    starts.failed("web-1", FAILED_AT);
    starts.begun("web-1");

    assertThat(starts.left(container("created", 999), "web-1")).isFalse();
  }

  @Test
  void aFailureIsForgottenOnceAListMadeAfterItShowsNothingOfIt() {
    starts.failed("web-1", FAILED_AT);
    starts.forgetAllBut(List.of("web-1"), FAILED_AT.plusSeconds(1));
    assertThat(starts.left(container("created", 999), "web-1")).isTrue();

    starts.forgetAllBut(List.of(), FAILED_AT.minusSeconds(1));
    assertThat(starts.left(container("created", 999), "web-1")).isTrue();

    starts.forgetAllBut(List.of(), FAILED_AT.plusSeconds(1));
    assertThat(starts.left(container("created", 999), "web-1")).isFalse();
  }
}
