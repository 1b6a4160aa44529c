package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedQueueTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 64, 101, 4096})
  void givesBackWhatItWasGivenInOrder(int cells) {
    SplittableRandom random = new SplittableRandom(cells);
    PackedQueue queue = new PackedQueue(cells);
    ArrayDeque<byte[]> plain = new ArrayDeque<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(queue.isEmpty()).isEqualTo(plain.isEmpty());
      if (plain.isEmpty() || random.nextInt(5) > 1) {
        byte[] moment = new byte[cells];
        for (int cell = 0; cell < cells; cell++) {
          moment[cell] = (byte) random.nextInt(16);
        }
        plain.add(moment);
        queue.add(moment);
      } else {
        assertThat(queue.poll()).isEqualTo(plain.poll());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {16, -1})
  void refusesWhatDoesNotFit(byte value) {
    assertThatThrownBy(() -> new PackedQueue(1).add(new byte[] {value}))
        .hasMessageContaining("found " + value);
  }
}
