package dev.spillway.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EndedOutputsTest {
  private final EndedOutputs outputs = new EndedOutputs();

  @Test
  void newestOutputOfANameIsKept() {
    outputs.keep("web-1", "first");
    outputs.keep("web-1", "second");

    assertThat(outputs.of("web-1")).contains("second");
    assertThat(outputs.of("web-2")).isEmpty();
  }

  @Test
  void forgottenServerHasNoOutput() {
    outputs.keep("web-1", "text");

    outputs.forget("web-1");

    assertThat(outputs.of("web-1")).isEmpty();
  }

  @Test
  void oldestServersGiveWay() {
    for (int n = 0; n <= 64; n++) {
      outputs.keep("web-" + n, "text");
    }

    assertThat(outputs.of("web-0")).isEmpty();
    assertThat(outputs.of("web-1")).isPresent();
    assertThat(outputs.of("web-64")).isPresent();
  }
}
