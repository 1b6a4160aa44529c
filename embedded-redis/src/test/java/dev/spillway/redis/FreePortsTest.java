package dev.spillway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

  @Test
  void liesWhereTheSystemHandsOutNone() {
    assertThat(FreePorts.some(1_000))
        .hasSize(1_000)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 10_000 && port < 20_000);
  }

  @Test
  void portThatSomebodyListensOnIsPassedOver() throws IOException {
    try (ServerSocket other =
        new ServerSocket(FreePorts.one(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree(other.getLocalPort())).isFalse();
      // As many as there are but for fifty, which others may have.

      assertThat(FreePorts.some(9_950)).doesNotContain(other.getLocalPort());
    }
  }

  @Test
  void moreThanThereAreAreRefused() {
    assertThatThrownBy(() -> FreePorts.some(10_001))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("10001 ports wanted of 10000");
  }
}
