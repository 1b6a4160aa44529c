package dev.spillway.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UntilStoppedTest {
  private static final int SIGINT = 2;

  private final Signals signals = new Signals();
  private final List<String> done = new ArrayList<>();
  private final UntilStopped run = new UntilStopped(signals, () -> done.add("stopping"));

  @AfterEach
  void theThreadIsNotLeftInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private StartedParts.Stop note(String what) {
    return () -> done.add(what);
  }

  @Test
  void partsAreStoppedInTheOppositeOrderAfterTheSignal() throws Exception {
    int exitCode =
        run.run(
            (parts, hurry) -> {
              parts.add("redis", note("redis"));
              parts.add("gateway", note("gateway"));
              // On another thread, as signals come: this one is not in the start any more.
              new Thread(() -> signals.receive(SIGINT)).start();
              signals.stop().get();
            });

    assertThat(exitCode).isZero();
    assertThat(done).endsWith("gateway", "redis");
  }

  @Test
  void aSignalInTheMiddleOfTheStartInterruptsItAndStopsWhatHasStarted() throws Exception {
    int exitCode =
        run.run(
            (parts, hurry) -> {
              parts.add("redis", note("redis"));
              new Thread(() -> signals.receive(SIGINT)).start();
              new CountDownLatch(1).await();
            });

    assertThat(exitCode).isZero();
    assertThat(done).containsExactly("redis");
  }

  @Test
  void aStartThatFailsStopsWhatHasStarted() {
    assertThatThrownBy(
            () ->
                run.run(
                    (parts, hurry) -> {
                      parts.add("redis", note("redis"));
                      throw new IllegalStateException("port taken");
                    }))
        .hasMessage("port taken");
    assertThat(done).containsExactly("redis");
  }

  @Test
  void aPartThatCanNotBeStoppedFailsTheRunAndTheOthersAreStoppedAllTheSame() throws Exception {
    int exitCode =
        run.run(
            (parts, hurry) -> {
              parts.add("redis", note("redis"));
              parts.add(
                  "gateway",
                  () -> {
                    throw new IllegalStateException("stuck");
                  });
              signals.receive(SIGINT);
            });

    assertThat(exitCode).isEqualTo(1);
    assertThat(done).contains("redis");
  }

  @Test
  void aSecondSignalHurriesAndShowsInTheExitCode() throws Exception {
    int exitCode =
        run.run(
            (parts, hurry) -> {
              parts.add(
                  "gateway",
                  () -> {
                    signals.receive(SIGINT);
                    hurry.get();
                    done.add("hurried");
                  });
              signals.receive(SIGINT);
            });

    assertThat(exitCode).isEqualTo(130);
    assertThat(done).contains("hurried");
  }
}
