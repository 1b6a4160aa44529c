package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopFieldsTest {

  /** Those of a message with these values of its Connection fields. */
  private static HopByHopFields fields(String... connection) {
    MultiMap message = HttpHeaders.headers().add("Connectiom", "cookie");
    for (String value : connection) {
      message.add("Connection", value);
    }
    return HopByHopFields.of(message);
  }

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
    assertThat(fields().contains(name)).isTrue();
  }

  @Test
  void namedOnesGoNoFurther() {
    HopByHopFields fields = fields("close, X-One ,,", "x-TWO");

    assertThat(fields.contains("x-one")).isTrue();
    assertThat(fields.contains("X-Two")).isTrue();
    assertThat(fields.contains("X-Three")).isFalse();
    assertThat(fields.contains("")).isFalse();
  }

  @Test
  void whatMakesTheMessageCannotBeNamedAway() {
    HopByHopFields fields = fields("host, content-length");

    assertThat(fields.contains("Host")).isFalse();
    assertThat(fields.contains("Content-Length")).isFalse();
  }

  @Test
  void othersGoOn() {
    HopByHopFields fields = fields("keep-alive", "close");

    for (String name : List.of("Trailer", "Proxy-Authorization", "Cookie", "Via")) {
      assertThat(fields.contains(name)).isFalse();
    }
  }
}
