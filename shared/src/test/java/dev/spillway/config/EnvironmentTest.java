package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How environment variables and flags find the settings they stand for. */
class EnvironmentTest {

  @TempDir Path folder;

  private SpillwayConfig load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("spillway.yml"), yaml);
    return ConfigLoader.load(Optional.of(file), environment, Map.of());
  }

  private static SpillwayConfig load(Map<String, String> environment) {
    return ConfigLoader.load(Optional.empty(), environment, Map.of());
  }

  @Test
  void theReportsNamesSetTheDefaultPool() {
    PoolConfig web =
        load(Map.of(
                "MIN_NO_OF_REPLICAS", "2",
                "SERVER_MAX_REQUESTS", "5",
                "TIME_FOR_SCALE_DOWN", "30s",
                "MAX_NO_OF_REPLICAS", "8"))
            .pools()
            .get("web");

    assertThat(web.minReplicas()).isEqualTo(2);
    assertThat(web.maxReplicas()).isEqualTo(8);
    assertThat(web.maxRequests()).isEqualTo(5);
    assertThat(web.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theReportsTimeWithoutAUnitIsMilliseconds() {
    assertThat(load(Map.of("TIME_FOR_SCALE_DOWN", "120000")).pools().get("web").idleTimeout())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void theDefaultPoolIsTheOnlyOneOrTheOneNamedWeb() throws IOException {
    Map<String, String> environment = Map.of("SERVER_MAX_REQUESTS", "5");

    assertThat(load("pools: {shop: {image: s}}", environment).pools().get("shop").maxRequests())
        .isEqualTo(5);
    SpillwayConfig two = load("pools: {shop: {image: s, match: {path: /s}}, web: }", environment);
    assertThat(two.pools().get("web").maxRequests()).isEqualTo(5);
    assertThat(two.pools().get("shop").maxRequests()).isEqualTo(10);
  }

  @Test
  void theNameByPathWinsOverTheReportsName() {
    SpillwayConfig config =
        load(Map.of("SERVER_MAX_REQUESTS", "5", "SPILLWAY_POOLS_WEB_MAX_REQUESTS", "6"));

    assertThat(config.pools().get("web").maxRequests()).isEqualTo(6);
  }

  @Test
  void wellKnownNamesOfOtherToolsAreTaken() {
    SpillwayConfig config =
        load(Map.of("REDIS_URL", "redis://r:1", "DOCKER_HOST", "tcp://127.0.0.1:2375"));

    assertThat(config.redis().url()).isEqualTo("redis://r:1");
    assertThat(config.docker().host()).isEqualTo("tcp://127.0.0.1:2375");
    assertThat(load(Map.of("SPILLWAY_REDIS", "redis://s:2", "REDIS_URL", "redis://r:1")))
        .isEqualTo(load(Map.of("SPILLWAY_REDIS_URL", "redis://s:2")));
  }

  @Test
  void poolNamesWithDashesAreFound() throws IOException {
    SpillwayConfig config =
        load(
            "pools: {my-web: {image: a}, my: {image: b, match: {path: /b}}}",
            Map.of(
                "SPILLWAY_POOLS_MY_WEB_PORT", "81",
                "SPILLWAY_POOLS_MY_PORT", "82",
                "SPILLWAY_POOLS_MY_WEB_QUEUE_MAX_LENGTH", "83",
                "SPILLWAY_POOLS_MY_WEB_ENV_LOG_LEVEL", "debug "));

    assertThat(config.pools().get("my-web").port()).isEqualTo(81);
    assertThat(config.pools().get("my").port()).isEqualTo(82);
    assertThat(config.pools().get("my-web").queue().maxLength()).isEqualTo(83);
    assertThat(config.pools().get("my-web").env()).isEqualTo(Map.of("LOG_LEVEL", "debug "));
  }

  @Test
  void poolsCanBeMadeOfVariablesAlone() {
    SpillwayConfig config =
        load(
            Map.of(
                "SPILLWAY_POOLS_MY_SHOP_IMAGE", "shop",
                "SPILLWAY_POOLS_MY_SHOP_ENV_COLOUR", "blue",
                "SPILLWAY_POOLS_MY_SHOP_TIMEOUTS_IDLE", "5s",
                "SERVER_MAX_REQUESTS", "3"));

    assertThat(config.pools()).containsOnlyKeys("my-shop");
    PoolConfig shop = config.pools().get("my-shop");
    assertThat(shop.image()).contains("shop");
    assertThat(shop.env()).isEqualTo(Map.of("COLOUR", "blue"));
    assertThat(shop.timeouts().idle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(shop.maxRequests()).isEqualTo(3);
  }

  @Test
  void listsAreWrittenInOneText() {
    assertThat(load(Map.of("SPILLWAY_CLUSTER_MEMBERS", "a, b:5702")).cluster().members())
        .containsExactly("a", "b:5702");
    assertThat(command("java -Dx=a,b  -jar web.jar"))
        .containsExactly("java", "-Dx=a,b", "-jar", "web.jar");
    assertThat(command("[sh, -c, \"exec a b\"]")).containsExactly("sh", "-c", "exec a b");
  }

  private static Iterable<String> command(String text) {
    return load(Map.of("SPILLWAY_POOLS_WEB_COMMAND", text)).pools().get("web").command();
  }

  @Test
  void aVariableSetToNothingIsNotSet() {
    assertThat(load(Map.of("SPILLWAY_GATEWAY_PORT", "", "DOCKER_HOST", " ")))
        .isEqualTo(load(Map.of()));
  }

  @Test
  void variablesThatAreNoSettingsAreLeftAlone() {
    Map<String, String> others =
        Map.of(
            "PATH", "/bin",
            "SPILLWAY_TEST_DOCKER", "required",
            "SPILLWAY_HOME", "/opt/spillway",
            "SPILLWAY_JAVA_OPTS", "-Xmx1g",
            "SPILLWAY_SERVICE_HOST", "10.96.0.7",
            "SPILLWAY_SERVICE_PORT_HTTP", "80",
            "SPILLWAY_PORT", "tcp://10.96.0.7:80",
            "SPILLWAY_PORT_80_TCP_ADDR", "10.96.0.7",
            "SPILLWAY_GATEWAY_PORT", "tcp://10.96.0.8:8080",
            "SPILLWAY_GATEWAY_PORT_8080_TCP", "tcp://10.96.0.8:8080");

    assertThat(load(others)).isEqualTo(load(Map.of()));
  }

  @Test
  void flagsNamePoolsAndTheirVariables() {
    SpillwayConfig config =
        ConfigLoader.load(
            Optional.empty(),
            Map.of("SPILLWAY_POOLS_MY_SHOP_PORT", "81"),
            Map.of("pools.my-shop.image", "shop", "pools.my-shop.env.a.b", "c"));

    assertThat(config.pools()).containsOnlyKeys("my-shop");
    assertThat(config.pools().get("my-shop").port()).isEqualTo(81);
    assertThat(config.pools().get("my-shop").env()).isEqualTo(Map.of("a.b", "c"));
  }

  @Test
  void noTwoSettingsShareAVariable() {
    Set<String> variables = new HashSet<>();

    Keys.of(Schema.of(SpillwayConfig.class), Set.of("web"))
        .leaves()
        .keySet()
        .forEach(path -> assertThat(variables.add(Paths.variable(path))).as(path).isTrue());
  }

  @Test
  void theReportsNamesNeedADefaultPool() {
    assertThatThrownBy(
            () ->
                load(
                    "pools: {a: {image: a}, b: {image: b, match: {path: /b}}}",
                    Map.of("MIN_NO_OF_REPLICAS", "2")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "environment: MIN_NO_OF_REPLICAS: belongs to the default pool, and there is none:"
                + " several pools, none named web; expected SPILLWAY_POOLS_NAME_MIN_REPLICAS");
  }
}
