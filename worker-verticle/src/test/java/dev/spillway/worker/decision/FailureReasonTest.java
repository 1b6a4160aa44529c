package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureReasonTest {

  @Test
  void oneLineSaysItAllWhereNothingWasWritten() {
    assertThat(FailureReason.of("exit code 1", "")).isEqualTo("exit code 1");
  }

  @Test
  void theLastLinesFollowTheReason() {
    assertThat(FailureReason.of("exit code 1", "no database\n\nbye\n"))
        .isEqualTo("exit code 1; its last output:\n  no database\n  bye");
  }

  @Test
  void whatTheCauseItselfBringsAlongIsKept() {
    assertThat(FailureReason.of("image is missing\nlast log line", ""))
        .isEqualTo("image is missing; its last output:\n  last log line");
  }

  @Test
  void onlyTheLastLinesAreKeptAndLongOnesAreCut() {
    String output = "line\n".repeat(50) + "x".repeat(1000);
    String reason = FailureReason.of("exit code 1", output);
    assertThat(reason.lines()).hasSize(1 + FailureReason.LINES);
    assertThat(reason).endsWith("x".repeat(FailureReason.LINE_LENGTH) + "…");
  }
}
