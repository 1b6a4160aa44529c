package dev.spillway.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.worker.decision.DrainOrder.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrainOrderTest {

  private static Candidate server(int ordinal, long idleFrom) {
    return new Candidate("web-" + ordinal, ordinal, idleFrom);
  }

  @Test
  void theYoungestGoWhenTheMinimumKeepsSome() {
    List<Candidate> ready = List.of(server(1, 100), server(2, 100), server(3, 100));
    assertThat(DrainOrder.drainable(ready, 1, 100, 0)).containsExactly("web-3", "web-2");
  }

  @Test
  void allGoWhenTheMinimumIsZero() {
    List<Candidate> ready = List.of(server(1, 100), server(2, 100));
    assertThat(DrainOrder.drainable(ready, 0, 100, 0)).containsExactly("web-2", "web-1");
  }

  @Test
  void noneGoesAtTheMinimum() {
    assertThat(DrainOrder.drainable(List.of(server(1, 100)), 1, 500, 50)).isEmpty();
  }

  @Test
  void theOlderGoesIfTheYoungerIsInUse() {
    List<Candidate> ready = List.of(server(1, 100), server(2, 9000));
    assertThat(DrainOrder.drainable(ready, 1, 100, 50)).containsExactly("web-1");
  }

  @Test
  void theOlderStaysIfTheYoungerBecomesIdleInAMoment() {
    List<Candidate> ready = List.of(server(1, 100), server(2, 130));
    assertThat(DrainOrder.drainable(ready, 1, 100, 50)).isEmpty();
    assertThat(DrainOrder.drainable(ready, 1, 130, 50)).containsExactly("web-2");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void keepsTheMinimumTakesOnlyIdleOnesAndTheYoungestOfThem(long seed) {
    Random random = new Random(seed);
    long now = 1000;
    List<Candidate> ready = new ArrayList<>();
    for (int ordinal = 1; ordinal <= random.nextInt(12); ordinal++) {
      ready.add(server(ordinal, random.nextInt(2000)));
    }
    Collections.shuffle(ready, random);
    int minimum = random.nextInt(8);
    List<String> drained = DrainOrder.drainable(ready, minimum, now, 0);
    List<Candidate> idle = ready.stream().filter(server -> server.idleFrom() <= now).toList();
    int expected = Math.max(0, Math.min(idle.size(), ready.size() - minimum));
    assertThat(drained).hasSize(expected).doesNotHaveDuplicates();
    for (Candidate stays : idle) {
      if (!drained.contains(stays.name())) {
        assertThat(idle)
            .filteredOn(server -> drained.contains(server.name()))
            .allMatch(gone -> gone.ordinal() > stays.ordinal());
      }
    }
    assertThat(idle).extracting(Candidate::name).containsAll(drained);
  }
}
