package dev.spillway.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.benchmarks.peer.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Plan TURNS_OF_4_S =
      new Plan(List.of("/", "/1k"), Wire.HTTP1, 64, 45, 10, 4, true, 0, false, false);

  @Test
  void warmsUpInTurnsLikeThoseThatCountAndNoLongerThanAsked() {
    assertEquals(List.of(4, 4, 2), TURNS_OF_4_S.turns(10));
    assertEquals(List.of(4, 4), TURNS_OF_4_S.turns(8));
    assertEquals(List.of(1), TURNS_OF_4_S.turns(1));
  }

  @Test
  void warmsUpForLongOnceForCodeIsWarmWhenTheNextPathComes() {
    assertEquals(45, TURNS_OF_4_S.warmUp(0));
    assertEquals(9, TURNS_OF_4_S.warmUp(1));
  }
}
