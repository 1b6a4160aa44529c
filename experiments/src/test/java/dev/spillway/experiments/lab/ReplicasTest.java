package dev.spillway.experiments.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicasTest {
  private final List<ServerLife> lives =
      List.of(
          new ServerLife("oldest", 0, 1000, Long.MAX_VALUE),
          new ServerLife("second", 2000, 3000, 5000),
          new ServerLife("third", 4000, 5000, 6000));

  @Test
  void aServerIsThereFromReadyUntilGone() {
    assertThat(Replicas.at(lives, 999)).isZero();
    assertThat(Replicas.at(lives, 1000)).isEqualTo(1);
    assertThat(Replicas.at(lives, 4999)).isEqualTo(2);
    assertThat(Replicas.at(lives, 5000)).isEqualTo(2);
    assertThat(Replicas.at(lives, 6000)).isEqualTo(1);
  }

  @Test
  void theMostCountsThoseThatWereThereBefore() {
    assertThat(Replicas.most(lives, 0, 10_000)).isEqualTo(2);
    assertThat(Replicas.most(lives, 1500, 2500)).isEqualTo(1);
    assertThat(Replicas.most(lives, 4000, 4100)).isEqualTo(2);
  }

  @Test
  void serverSecondsCountStartsAndEndAtTheBounds() {
    assertThat(Replicas.serverSeconds(lives, 1000, 6000)).isEqualTo(5 + 3 + 2);
    assertThat(Replicas.serverSeconds(lives, 4500, 5500)).isEqualTo(1 + 0.5 + 1);
  }
}
