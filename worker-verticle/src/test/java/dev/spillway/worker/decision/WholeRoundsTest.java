package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.FixedRound;
import dev.spillway.state.FixedServer;
import dev.spillway.state.FixedServer.Health;
import dev.spillway.state.PoolSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WholeRoundsTest {
  private static final long START = Long.MAX_VALUE - 5; // A monotonic clock may overflow.

  private final WholeRounds rounds = new WholeRounds();

  private static FixedRound round(String roster) {
    return new FixedRound(
        true, new PoolSnapshot(0, false, List.of(), List.of(), 0, List.of(), 0), roster);
  }

  private static List<FixedServer> healthy(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new FixedServer("web@h:" + i, "http://h:" + i, Health.HEALTHY, ""))
        .toList();
  }

  private static long after(Duration time) {
    return START + time.toNanos();
  }

  @Test
  void theFirstIsWhole() {
    assertThat(rounds.toAffirm(List.of(), START)).isEmpty();
  }

  @Test
  void whatWasSaidIsAffirmedFor5MillisecondsPerServer() {
    FixedRound made = round("r");
    rounds.made(healthy(1_000), made, START);

    assertThat(rounds.toAffirm(healthy(1_000), after(Duration.ofMillis(4_999)))).contains(made);
    assertThat(rounds.toAffirm(healthy(1_000), after(Duration.ofSeconds(5)))).isEmpty();
  }

  @Test
  void thoseOfASmallPoolAreWholeEachSecond() {
    rounds.made(healthy(200), round("r"), START);
    assertThat(rounds.toAffirm(healthy(200), after(Duration.ofSeconds(1)))).isEmpty();
  }

  @Test
  void thoseOfTheLargestPoolAreWholeEvery10Seconds() {
    rounds.made(healthy(9_000), round("r"), START);
    assertThat(rounds.toAffirm(healthy(9_000), after(Duration.ofMillis(9_999)))).isPresent();
    assertThat(rounds.toAffirm(healthy(9_000), after(Duration.ofSeconds(10)))).isEmpty();
  }

  @Test
  void oneThatFindsAnythingNewIsWhole() {
    rounds.made(healthy(1_000), round("r"), START);

    List<FixedServer> changed = new ArrayList<>(healthy(1_000));
    changed.set(500, new FixedServer("web@h:500", "http://h:500", Health.UNHEALTHY, "refused"));
    assertThat(rounds.toAffirm(changed, after(Duration.ofSeconds(1)))).isEmpty();

    rounds.made(changed, round("s"), after(Duration.ofSeconds(1)));
    assertThat(rounds.toAffirm(changed, after(Duration.ofSeconds(2)))).contains(round("s"));
    changed = new ArrayList<>(changed);
    changed.set(500, new FixedServer("web@h:500", "http://h:500", Health.UNHEALTHY, "timeout"));
    assertThat(rounds.toAffirm(changed, after(Duration.ofSeconds(2)))).isEmpty();
  }

  @Test
  void whereSomethingHangsOnTimeEachIsWhole() {
    rounds.made(healthy(1_000), round(""), START);
    assertThat(rounds.toAffirm(healthy(1_000), after(Duration.ofMillis(1)))).isEmpty();
  }
}
