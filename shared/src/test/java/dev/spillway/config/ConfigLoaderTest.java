package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a configuration that is right is turned into, and which source wins. */
class ConfigLoaderTest {

  private static SpillwayConfig load(String yaml) {
    return ConfigLoader.parse(yaml);
  }

  private static SpillwayConfig load(Map<String, String> environment, Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), environment, flags);
  }

  @Test
  void nothingIsTheReportsOwnSetup() {
    SpillwayConfig config = load("");

    assertThat(config.pools()).containsOnlyKeys("web");
    PoolConfig web = config.pools().get("web");
    assertThat(web.builtIn()).isTrue();
    assertThat(web.minReplicas()).isEqualTo(1);
    assertThat(web.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.redis().embedded()).isTrue();
    assertThat(config.gateway().limits().head()).isEqualTo(16 * 1024);
    assertThat(config.gateway().limits().body()).isEmpty();
  }

  @Test
  void flagsWinOverEnvironment() {
    SpillwayConfig config =
        load(Map.of("SPILLWAY_GATEWAY_PORT", "81"), Map.of("gateway.port", "82"));

    assertThat(config.gateway().port()).isEqualTo(82);
  }
}
