package dev.spillway.experiments.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClairvoyantTest {
  @Test
  void requestsThatTouchNeedNoSecondServer() {
    assertThat(Clairvoyant.servers(List.of(shot(0, 100), shot(100, 100), shot(200, 5)), 1))
        .isEqualTo(1);
  }

  @Test
  void requestsThatOverlapDo() {
    assertThat(Clairvoyant.servers(List.of(shot(0, 101), shot(100, 100)), 1)).isEqualTo(2);
  }

  @Test
  void capacityIsFilledBeforeAnotherServer() {
    List<Shot> eleven = IntStream.range(0, 11).mapToObj(i -> shot(i, 1000)).toList();

    assertThat(Clairvoyant.servers(eleven.subList(0, 10), 10)).isEqualTo(1);
    assertThat(Clairvoyant.servers(eleven, 10)).isEqualTo(2);
    assertThat(Clairvoyant.servers(List.of(), 10)).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void isThePeakOfRequestsInServiceMillisecondByMillisecond(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Shot> shots =
          IntStream.range(0, 1 + random.nextInt(20))
              .mapToObj(i -> shot(random.nextInt(50), 1 + random.nextInt(20)))
              .toList();
      int capacity = 1 + random.nextInt(4);
      long most =
          IntStream.range(0, 80)
              .mapToLong(
                  now ->
                      shots.stream()
                          .filter(s -> s.atMillis() <= now)
                          .filter(s -> now < s.atMillis() + s.serviceMillis())
                          .count())
              .max()
              .orElseThrow();

      assertThat(Clairvoyant.servers(shots, capacity))
          .as("round %d", round)
          .isEqualTo((int) Math.ceil((double) most / capacity));
    }
  }

  private static Shot shot(long at, long service) {
    return new Shot("/", at, service);
  }
}
