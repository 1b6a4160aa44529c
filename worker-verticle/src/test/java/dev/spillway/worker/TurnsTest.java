package dev.spillway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TurnsTest {
  private Context loop;
  private Turns turns;

  @BeforeEach
  void start(Vertx vertx) {
    loop = vertx.getOrCreateContext();
    turns = new Turns(vertx);
  }

  @Test
  void noTaskIsRunBeforeItsTime(VertxTestContext test) {
    loop.runOnContext(
        v -> {
          List<Long> early = new ArrayList<>();
          long from = System.nanoTime();
          for (int millis = 1; millis < 60; millis++) {
            long due = from + TimeUnit.MILLISECONDS.toNanos(millis);
            turns.after(
                millis,
                () -> {
                  if (System.nanoTime() < due) {
                    early.add(due - from);
                  }
                });
          }
          turns.after(
              60,
              () ->
                  test.verify(
                      () -> {
                        assertThat(early).isEmpty();
                        test.completeNow();
                      }));
        });
  }

  @Test
  void allOfATurnAreRunByOneTimer(VertxTestContext test) {
    Promise<List<Boolean>> all = Promise.promise();
    loop.runOnContext(
        v -> {
          List<Boolean> first = new ArrayList<>();
          boolean[] fresh = {false};
          for (int i = 0; i < 500; i++) {
            turns.after(
                20,
                () -> {
                  first.add(!fresh[0]);
                  if (!fresh[0]) {
                    fresh[0] = true;
                    loop.runOnContext(next -> fresh[0] = false);
                  }
                  if (first.size() == 500) {
                    all.complete(first);
                  }
                });
          }
        });
    all.future()
        .onComplete(
            test.succeeding(
                first ->
                    test.verify(
                        () -> { // making them takes some turns at the most
                          assertThat(first.stream().filter(is -> is).count()).isLessThan(50);
                          test.completeNow();
                        })));
  }

  @Test
  void whoLeavesIsNotRun(VertxTestContext test) {
    loop.runOnContext(
        v -> {
          turns.after(1, () -> test.failNow("was run")).leave();
          turns.after(30, test::completeNow);
        });
  }

  @Test
  void whatComesEarlierDoesNotWaitForWhatWasThereBefore(VertxTestContext test) {
    loop.runOnContext(
        v -> {
          turns.after(TimeUnit.HOURS.toMillis(1), () -> {});
          turns.after(1, test::completeNow);
        });
  }

  @Test
  void aTaskMayAskForAnotherTurn(VertxTestContext test) {
    loop.runOnContext(v -> turns.after(1, () -> turns.after(1, test::completeNow)));
  }

  @Test
  void whatFailsDoesNotKeepOthersFromTheirTurn(VertxTestContext test) {
    loop.runOnContext(
        v -> {
          turns.after(
              5,
              () -> {
                throw new IllegalStateException("as the test wants it");
              });
          turns.after(5, test::completeNow);
        });
  }
}
