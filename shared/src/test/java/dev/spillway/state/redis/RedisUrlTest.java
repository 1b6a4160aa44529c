package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  private static RedisOptions options(String url) {
    return RedisUrl.parse(url).options(Duration.ofSeconds(2));
  }

  @Test
  void userPasswordHostPortAndDatabaseAreRead() {
    RedisOptions options = options("redis://spill:s3c%40r%2Ft+1@redis.example:7000/3");

    assertThat(options.getUser()).isEqualTo("spill");
    assertThat(options.getPassword()).isEqualTo("s3c@r/t+1");
    assertThat(options.getEndpoints()).containsExactly("redis://redis.example:7000/3");
    assertThat(options.getType()).isEqualTo(RedisClientType.STANDALONE);
    assertThat(options.getNetClientOptions().isSsl()).isFalse();
  }

  @Test
  void aPasswordAloneIsThatOfTheDefaultUser() {
    RedisOptions options = options("redis://:secret@localhost");

    assertThat(options.getUser()).isNull();
    assertThat(options.getPassword()).isEqualTo("secret");
  }

  @Test
  void redissIsTlsWithTheNameChecked() {
    RedisOptions options = options("rediss://localhost?ca=ca.pem");

    assertThat(options.getNetClientOptions().isSsl()).isTrue();
    assertThat(options.getNetClientOptions().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(options.getNetClientOptions().getTrustOptions()).isNotNull();
  }

  @Test
  void aClusterHasSeveralEndpoints() {
    RedisOptions options = options("redis+cluster://:pw@a:7000,b:7001");

    assertThat(options.getType()).isEqualTo(RedisClientType.CLUSTER);
    assertThat(options.getEndpoints()).containsExactly("redis://a:7000", "redis://b:7001");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://user:secret@host:1/2, redis://host:1/2",
    "rediss://:secret@host, rediss://host",
    "'redis+cluster://:secret@a:1,b:2', 'redis+cluster://a:1,b:2'",
    "redis://user:sec@ret@host/, redis://host",
  })
  void itsTextHasNoPassword(String url, String shown) {
    assertThat(RedisUrl.parse(url)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://:secret@host",
        "redis://",
        "redis://:secret@host/db",
        "redis://:secret@a:1,b:2",
        "redis+cluster://:secret@a:1/3",
        "redis://:secret@host?unknown=1",
        "secret",
      })
  void anythingElseIsRefusedWithoutShowingThePassword(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the URL of Redis: ")
        .hasMessageNotContaining("secret");
  }
}
