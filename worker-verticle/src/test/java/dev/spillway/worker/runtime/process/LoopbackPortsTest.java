package dev.spillway.worker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LoopbackPortsTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void noPortIsGivenTwiceBeforeItIsReleased(long seed) {
    LoopbackPorts ports = new LoopbackPorts(new Random(seed));
    Set<Integer> taken = new HashSet<>();

    for (int n = 0; n < 200; n++) {
      assertThat(taken.add(ports.take())).isTrue();
    }

    assertThat(taken).allMatch(port -> port >= 20_000 && port < 32_768);
  }

  @Test
  void portThatSomebodyListensOnIsPassedOver() throws IOException {
    int next = new LoopbackPorts(new Random(7)).take();
    try (ServerSocket other = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new LoopbackPorts(new Random(7)).take()).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void releasedPortCanBeTakenAgain() {
    LoopbackPorts ports = new LoopbackPorts(new Always());
    int port = ports.take();
    assertThatThrownBy(ports::take)
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("no free port");

    ports.release(port);

    assertThat(ports.take()).isEqualTo(port);
  }

  /** Draws one number only. */
  private static final class Always extends Random {
    private static final long serialVersionUID = 1L;
    private final int drawn = new Random().nextInt(1_000);

    @Override
    public int nextInt(int bound) {
      return drawn;
    }
  }
}
