package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerListTest {

  /** Made at second 1000. */
  @ParameterizedTest
  @CsvSource({"created, 1300, false", "created, 1301, true", "running, 9999, false"})
  void onlyWhatWasNeverStartedForLongIsAbandoned(String state, long now, boolean abandoned)
      throws IOException {
    Container container =
        new ObjectMapper()
            .readValue("{\"State\":\"" + state + "\",\"Created\":1000}", Container.class);

    assertThat(ContainerList.abandoned(container, Instant.ofEpochSecond(now))).isEqualTo(abandoned);
  }
}
