package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  private static RedisOptions options(String url) {
    RedisUrl parsed = RedisUrl.parse(url);
    return parsed.options(Duration.ofSeconds(2), parsed.hosts());
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
  void theNextHostsOfAClusterMayBeAskedFirst() {
    RedisOptions options =
        RedisUrl.parse("redis-cluster://a,b").options(Duration.ofSeconds(2), List.of("b", "a"));

    assertThat(options.getEndpoints()).containsExactly("redis://b", "redis://a");
  }

  @Test
  void sentinelsAreAskedAtTheirPortForThePrimary() {
    RedisUrl url = RedisUrl.parse("rediss-sentinel://spill:pw@a,b:7001,[::1]/3?ca=ca.pem#my-main");

    assertThat(url.isSentinel()).isTrue();
    assertThat(url.primary()).isEqualTo("my-main");
    assertThat(url.hosts()).containsExactly("a:26379", "b:7001", "[::1]:26379");
    RedisOptions ofPrimary = url.options(Duration.ofSeconds(2), List.of("10.0.0.1:6379"));
    assertThat(ofPrimary.getType()).isEqualTo(RedisClientType.STANDALONE);
    assertThat(ofPrimary.getEndpoints()).containsExactly("rediss://10.0.0.1:6379/3");
    assertThat(ofPrimary.getUser()).isEqualTo("spill");
    assertThat(ofPrimary.getNetClientOptions().getTrustOptions()).isNotNull();
  }

  @Test
  void aSentinelIsAskedWithoutALoginUnlessItWantsOne() {
    RedisUrl url = RedisUrl.parse("redis-sentinel://spill:pw@a#m");

    RedisOptions open = url.sentinelOptions(Duration.ofSeconds(2), "a:26379", false);
    assertThat(open.getPassword()).isNull();
    assertThat(open.getEndpoints()).containsExactly("redis://a:26379");
    RedisOptions guarded = url.sentinelOptions(Duration.ofSeconds(2), "a:26379", true);
    assertThat(guarded.getUser()).isEqualTo("spill");
    assertThat(guarded.getPassword()).isEqualTo("pw");
  }

  @ParameterizedTest
  @CsvSource({
    "'redis://a,b', 'several hosts make sense for redis-cluster:// and redis-sentinel:// only'",
    "redis-cluster://a/2, a Redis Cluster has database 0 only",
    "redis-sentinel://a:1/0, Sentinels need the name of the primary that they watch",
    "redis-sentinel://a:1/0#, Sentinels need the name of the primary that they watch",
    "redis://a/0#mymaster, a name after # makes sense for redis-sentinel:// only",
    "redis-sentinels://a#m, another form after redis-sentinels://",
  })
  void aMistakeIsToldInOneLine(String url, String told) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis+cluster://:pw@a:7000,b:7001", "redis-cluster://:pw@a:7000,b:7001"})
  void aClusterHasSeveralEndpoints(String url) {
    RedisOptions options = options(url);

    assertThat(options.getType()).isEqualTo(RedisClientType.CLUSTER);
    assertThat(options.getEndpoints()).containsExactly("redis://a:7000", "redis://b:7001");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://user:secret@host:1/2, redis://host:1/2",
    "rediss://:secret@host, rediss://host",
    "'redis+cluster://:secret@a:1,b:2', 'redis+cluster://a:1,b:2'",
    "redis://user:sec@ret@host/, redis://host",
    "'redis-sentinel://u:secret@a,b:2/0#m', 'redis-sentinel://a,b:2/0#m'",
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
        "redis-sentinel://:secret@a:1/3",
        "redis-sentinel://:secret@a:1/3#two words",
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
