package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration without mistakes is turned into. */
class ConfigLoaderTest {

  private static PoolConfig pool(String yaml) {
    return ConfigLoader.parse(yaml).pools().get("web");
  }

  @Test
  void nothingIsOnePoolOfTheBuiltInWebServer() {
    SpillwayConfig config = ConfigLoader.parse("");

    assertThat(config.pools()).containsOnlyKeys("web");
    PoolConfig web = config.pools().get("web");
    assertThat(web.builtIn()).isTrue();
    assertThat(web.name()).isEqualTo("web");
    assertThat(web.minReplicas()).isEqualTo(1);
    assertThat(web.maxRequests()).isEqualTo(10);
    assertThat(web.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.redis().embedded()).isTrue();
    assertThat(config.runtime()).isEqualTo(RuntimeChoice.AUTO);
  }

  @Test
  void emptySectionsAndCommentsAloneAreNothingAtAll() {
    SpillwayConfig nothing = ConfigLoader.parse("");

    assertThat(ConfigLoader.parse("# only this\n")).isEqualTo(nothing);
    assertThat(ConfigLoader.parse("---\n")).isEqualTo(nothing);
    assertThat(ConfigLoader.parse("gateway:\npools:\n")).isEqualTo(nothing);
    assertThat(ConfigLoader.parse("gateway: {}\npools: {web: }\n")).isEqualTo(nothing);
  }

  @Test
  void webInTheFileWithoutImageOrCommandIsBuiltInToo() {
    assertThat(pool("pools: {web: {max-replicas: 3}}").builtIn()).isTrue();
    assertThat(pool("pools: {web: {image: nginx}}").builtIn()).isFalse();
  }

  @Test
  void everyTypeOfValueIsRead() {
    SpillwayConfig config =
        ConfigLoader.parse(
            """
            instance: blue
            gateway:
              port: 0
              limits: {head: 32KB, uri: 4096, body: 10MB, connections: 500}
              timeouts: {head: 1500ms}
            management: {host: 0.0.0.0, token: "abc.DEF-123=="}
            redis: {url: "rediss://me:pass@redis.example.org:6380/3", on-outage: reject, lease: 3s}
            runtime: docker
            docker: {host: "tcp://10.0.0.1:2376", network: backend, parallel-starts: 8}
            cluster: {members: [10.0.0.1, "10.0.0.2:5702"], host: 10.0.0.1}
            events: {flush-interval: 0}
            pools:
              web:
                match: {host: "*.example.org", path: /shop}
                image: registry.example.org:5000/team/shop:1.2
                command: [sh, -c, "exec shop --port $PORT"]
                env: {DELAY: 5s, EMPTY: , NUMBER: 08}
                idle-timeout: 1h30m
                balance: power-of-two
                timeouts: {request: 2m}
                memory: 512MB
                cpus: 0.5
            """);

    assertThat(config.instance()).isEqualTo("blue");
    assertThat(config.gateway().port()).isZero();
    assertThat(config.gateway().limits())
        .isEqualTo(
            new RequestLimits(
                32 * 1024,
                4096,
                OptionalLong.of(10L * 1024 * 1024),
                OptionalInt.of(500),
                OptionalInt.empty()));
    assertThat(config.gateway().timeouts().head()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.gateway().timeouts().idle()).isEqualTo(Duration.ofSeconds(75));
    assertThat(config.management().token()).contains("abc.DEF-123==");
    assertThat(config.redis().url()).isEqualTo("rediss://me:pass@redis.example.org:6380/3");
    assertThat(config.redis().onOutage()).isEqualTo(OutagePolicy.REJECT);
    assertThat(config.runtime()).isEqualTo(RuntimeChoice.DOCKER);
    assertThat(config.docker())
        .isEqualTo(new DockerConfig("tcp://10.0.0.1:2376", Optional.of("backend"), 8));
    assertThat(config.cluster().members()).containsExactly("10.0.0.1", "10.0.0.2:5702");
    assertThat(config.cluster().enabled()).isTrue();
    assertThat(config.events().flushInterval()).isZero();
    PoolConfig web = config.pools().get("web");
    assertThat(web.match()).isEqualTo(new PoolConfig.Match("*.example.org", "/shop"));
    assertThat(web.image()).contains("registry.example.org:5000/team/shop:1.2");
    assertThat(web.command()).containsExactly("sh", "-c", "exec shop --port $PORT");
    assertThat(web.env())
        .containsExactlyEntriesOf(orderedMap("DELAY", "5s", "EMPTY", "", "NUMBER", "08"));
    assertThat(web.idleTimeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(web.balance()).isEqualTo(Balance.POWER_OF_TWO);
    assertThat(web.timeouts().request()).contains(Duration.ofMinutes(2));
    assertThat(web.memory()).hasValue(512L * 1024 * 1024);
    assertThat(web.cpus()).isEqualTo(OptionalDouble.of(0.5));
  }

  private static Map<String, String> orderedMap(String... keysAndValues) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void noneIsAllowedWhereAValueIsOptional() {
    PoolConfig web =
        pool(
            """
            pools:
              web:
                image: none
                health: {path: none}
                timeouts: {request: none}
                memory: none
                cpus: none
                command: none
            """);

    assertThat(web.image()).isEmpty();
    assertThat(web.health().path()).isEmpty();
    assertThat(web.timeouts().request()).isEmpty();
    assertThat(web.memory()).isEmpty();
    assertThat(web.cpus()).isEmpty();
    assertThat(web.command()).isEmpty();
  }

  @Test
  void redisIsAMapOrTheUrlAlone() {
    assertThat(ConfigLoader.parse("redis: redis://a:1"))
        .isEqualTo(ConfigLoader.parse("redis: {url: 'redis://a:1'}"));
    assertThat(ConfigLoader.parse("redis: embedded")).isEqualTo(ConfigLoader.parse(""));
  }

  @Test
  void poolsKeepTheOrderOfTheFile() {
    SpillwayConfig config =
        ConfigLoader.parse(
            """
            pools:
              zebra: {image: z, match: {path: /z}}
              web: {image: w}
              ant: {servers: "http://a:1, http://b:2", match: {path: /a}}
            """);

    assertThat(config.pools().keySet()).containsExactly("zebra", "web", "ant");
    assertThat(config.pools().get("ant").servers()).containsExactly("http://a:1", "http://b:2");
  }

  @Test
  void poolsCanShareSettingsByAnAnchor() {
    SpillwayConfig config =
        ConfigLoader.parse(
            """
            pools:
              web: &defaults
                image: shop
                max-requests: 7
                min-replicas: 2
              api:
                <<: *defaults
                match: {path: /api}
                min-replicas: 3
            """);

    PoolConfig api = config.pools().get("api");
    assertThat(api.image()).contains("shop");
    assertThat(api.maxRequests()).isEqualTo(7);
    assertThat(api.minReplicas()).isEqualTo(3);
  }

  @Test
  void aFileIsReadFromItsPath(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yml"), "gateway: {port: 81}");

    SpillwayConfig config = ConfigLoader.load(Optional.of(file), Map.of(), Map.of());

    assertThat(config.gateway().port()).isEqualTo(81);
  }

  @Test
  void environmentWinsOverTheFileAndFlagsOverBoth(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yml"),
            "gateway: {port: 1, host: file.example.org, event-loops: 1}\nredis: redis://file:1");

    SpillwayConfig config =
        ConfigLoader.load(
            Optional.of(file),
            Map.of(
                "SPILLWAY_GATEWAY_PORT", "2",
                "SPILLWAY_GATEWAY_EVENT_LOOPS", "2",
                "SPILLWAY_REDIS_TIMEOUT", "7s"),
            Map.of("gateway.port", "3", "redis.lease", "9s"));

    assertThat(config.gateway().port()).isEqualTo(3);
    assertThat(config.gateway().eventLoops()).isEqualTo(2);
    assertThat(config.gateway().host()).isEqualTo("file.example.org");
    assertThat(config.redis())
        .isEqualTo(
            new RedisConfig(
                "redis://file:1",
                OutagePolicy.SERVE,
                Duration.ofSeconds(7),
                Duration.ofSeconds(9)));
  }

  @Test
  void copiesDifferInOneThingAlone() {
    SpillwayConfig config = ConfigLoader.parse("");
    PoolConfig web = config.pools().get("web");

    SpillwayConfig changed =
        config
            .withInstance("blue")
            .withRedis(config.redis().withUrl("redis://a:1"))
            .withPool(web.withImage("shop").withCommand(List.of("shop", "serve")));

    assertThat(changed)
        .isEqualTo(
            ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "instance", "blue",
                    "redis", "redis://a:1",
                    "pools.web.image", "shop",
                    "pools.web.command", "shop serve")));
  }

  @Test
  void secretsStayOutOfText() {
    SpillwayConfig config =
        ConfigLoader.parse(
            """
            management: {token: hush1}
            redis: redis://me:hush2@host:6379/0
            pools: {web: {env: {PASSWORD: hush3}}}
            """);

    assertThat(config.toString()).doesNotContain("hush").contains("redis://me:***@host:6379/0");
    assertThat(config.redis().maskedUrl()).isEqualTo("redis://me:***@host:6379/0");
  }
}
