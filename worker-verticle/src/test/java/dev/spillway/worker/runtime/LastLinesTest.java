package dev.spillway.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LastLinesTest {

  @Test
  void shortTextIsKeptWithoutItsTrailingBlankLines() {
    assertThat(LastLines.of("one\n\n two\n\n\n")).isEqualTo("one\n\n two");
    assertThat(LastLines.of("")).isEmpty();
  }

  @Test
  void longTextIsCutAtTheStartOfALine() {
    String text = "line\n".repeat(LastLines.LINES) + "last";

    assertThat(LastLines.of(text).lines()).hasSize(LastLines.LINES).endsWith("last");
  }
}
