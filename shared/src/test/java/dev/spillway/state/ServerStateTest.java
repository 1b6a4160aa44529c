package dev.spillway.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStateTest {

  @ParameterizedTest
  @EnumSource(ServerState.class)
  void isFoundByItsNameInAnyCase(ServerState state) {
    assertThat(ServerState.parse(state.name())).isEqualTo(state);
    assertThat(ServerState.parse(state.name().toLowerCase(Locale.ROOT))).isEqualTo(state);
  }

  @Test
  void nothingComesBackFromStopping() {
    assertThat(ServerState.STOPPING.next()).containsExactly(ServerState.GONE);
    assertThat(ServerState.GONE.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 1", "2, 1, 1", "0, -1, 1", "0, 1, 0"})
  void limitsThatMakeNoSenseAreRefused(int min, int max, int capacity) {
    assertThatThrownBy(() -> new PoolLimits(min, max, capacity, Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("min=" + min);
  }
}
