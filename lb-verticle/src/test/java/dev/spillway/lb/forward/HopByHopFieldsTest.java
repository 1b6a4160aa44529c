package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopFieldsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "keep-alive",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "UPGRADE",
        "HTTP2-Settings"
      })
  void knownOnesGoNoFurther(String name) {
    assertThat(HopByHopFields.of(List.of()).contains(name)).isTrue();
  }

  @Test
  void namedOnesGoNoFurther() {
    HopByHopFields fields = HopByHopFields.of(List.of("close, X-One ,,", "x-TWO"));

    assertThat(fields.contains("x-one")).isTrue();
    assertThat(fields.contains("X-Two")).isTrue();
    assertThat(fields.contains("X-Three")).isFalse();
    assertThat(fields.contains("")).isFalse();
  }

  @Test
  void whatMakesTheMessageCannotBeNamedAway() {
    HopByHopFields fields = HopByHopFields.of(List.of("host, content-length"));

    assertThat(fields.contains("Host")).isFalse();
    assertThat(fields.contains("Content-Length")).isFalse();
  }

  @Test
  void othersGoOn() {
    HopByHopFields fields = HopByHopFields.of(List.of());

    for (String name : List.of("Trailer", "Proxy-Authorization", "Cookie", "Via")) {
      assertThat(fields.contains(name)).isFalse();
    }
  }
}
