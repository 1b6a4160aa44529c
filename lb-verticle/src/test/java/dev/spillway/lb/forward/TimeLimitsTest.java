package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeLimitsTest {
  /** Near the overflow, which a monotonic clock may pass. */
  private long now = Long.MAX_VALUE - Duration.ofMillis(100).toNanos();

  private final TimeLimits limits = new TimeLimits(Duration.ofMillis(1), () -> now);
  private final List<Recorder> told = new ArrayList<>();

  private class Recorder extends TimeLimits.Limited {
    Runnable then = () -> {};

    @Override
    protected void expired() {
      told.add(this);
      then.run();
    }

    Recorder limited(int millis) {
      limits.watch(this);
      limit(Duration.ofMillis(millis));
      return this;
    }
  }

  /** What was set since the last look begins to count. */
  private void look() {
    limits.sweep();
  }

  private void pass(int millis) {
    now += Duration.ofMillis(millis).toNanos();
    limits.sweep();
  }

  @Test
  void limitCountsFromTheFirstLookAfterItWasSet() {
    Recorder limited = new Recorder().limited(10);
    pass(9);
    pass(9);
    assertThat(told).isEmpty();
    pass(1);
    assertThat(told).containsExactly(limited);
  }

  @Test
  void limitIsToldOnceWhenItIsOver() {
    Recorder limited = new Recorder().limited(200);
    look();

    pass(199);
    assertThat(told).isEmpty();
    pass(1);
    assertThat(told).containsExactly(limited);
    pass(1_000);
    assertThat(told).hasSize(1);
  }

  @Test
  void limitThatIsMovedIsToldLater() {
    Recorder limited = new Recorder().limited(10);
    look();
    pass(9);
    limited.limit(Duration.ofMillis(10));
    look();

    pass(9);
    assertThat(told).isEmpty();
    pass(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void limitTakenAwayOrUnwatchedIsNotTold() {
    new Recorder().limited(10).unlimited();
    Recorder unwatched = new Recorder().limited(10);
    unwatched.unwatch();
    unwatched.unwatch();
    unwatched.limit(Duration.ofMillis(1));

    look();
    pass(100);

    assertThat(told).isEmpty();
  }

  @Test
  void whatIsToldMayTakeOthersOutAndBringNewOnesIn() {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Recorder third = new Recorder();
    Recorder added = new Recorder();
    first.limited(10);
    second.limited(10);
    third.limited(10);
    first.then =
        () -> {
          first.unwatch();
          second.unwatch();
          added.limited(5);
        };
    look();

    pass(10);
    assertThat(told).containsExactly(first, third);
    look();
    pass(5);
    assertThat(told).containsExactly(first, third, added);
  }

  @Test
  void whatHasLongToGoCanBeMovedTakenAwayAndUnwatchedAsWell() {
    Recorder moved = new Recorder().limited(10_000);
    Recorder unlimited = new Recorder().limited(10_000);
    Recorder unwatched = new Recorder().limited(10_000);
    Recorder left = new Recorder().limited(10_000);
    look();
    pass(1);

    moved.limit(Duration.ofMillis(5));
    unlimited.unlimited();
    unwatched.unwatch();
    look();
    pass(5);
    assertThat(told).containsExactly(moved);
    pass(10_000);
    assertThat(told).containsExactly(moved, left);
    unlimited.limit(Duration.ofMillis(5));
    look();
    pass(5);
    assertThat(told).containsExactly(moved, left, unlimited);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void agreesWithAMapOfDueTimes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Recorder, Long> set = new HashMap<>();
    Map<Recorder, Long> due = new HashMap<>();
    List<Recorder> watched = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          int millis = random.nextInt(300); // some are far off, some are not
          Recorder recorder = new Recorder().limited(millis);
          watched.add(recorder);
          set.put(recorder, Duration.ofMillis(millis).toNanos());
        }
        case 1 -> {
          if (!watched.isEmpty()) {
            Recorder recorder = watched.remove(random.nextInt(watched.size()));
            recorder.unwatch();
            set.remove(recorder);
            due.remove(recorder);
          }
        }
        case 2 -> {
          if (!watched.isEmpty()) {
            Recorder recorder = watched.get(random.nextInt(watched.size()));
            int millis = random.nextInt(100);
            recorder.limit(Duration.ofMillis(millis));
            set.put(recorder, Duration.ofMillis(millis).toNanos());
          }
        }
        case 3 -> {
          if (!watched.isEmpty()) {
            Recorder recorder = watched.get(random.nextInt(watched.size()));
            recorder.unlimited();
            set.remove(recorder);
            due.remove(recorder);
          }
        }
        default -> {
          told.clear();
          pass(random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(4));
          set.forEach((recorder, nanos) -> due.put(recorder, now + nanos));
          set.clear();
          List<Recorder> expected =
              watched.stream()
                  .filter(recorder -> due.containsKey(recorder) && now - due.get(recorder) >= 0)
                  .toList();
          assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
          expected.forEach(due::remove);
        }
      }
    }
  }
}
