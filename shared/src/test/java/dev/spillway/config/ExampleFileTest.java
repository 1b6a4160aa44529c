package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example that ships with Spillway is right, and shows what is there if it is left out. */
class ExampleFileTest {

  static String example() {
    try {
      return Files.readString(Repository.root().resolve("spillway.example.yml"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void showsTheDefaultsAndTwoPools() {
    SpillwayConfig example = ConfigLoader.parse(example());
    SpillwayConfig defaults = ConfigLoader.parse("");

    assertThat(example.pools()).containsOnlyKeys("web", "legacy");
    assertThat(example.pools().get("legacy").servers()).containsExactly("http://10.0.0.7:8080");
    assertThat(example.gateway()).isEqualTo(defaults.gateway());
    assertThat(example.management()).isEqualTo(defaults.management());
    assertThat(example.redis()).isEqualTo(defaults.redis());
    assertThat(example.runtime()).isEqualTo(defaults.runtime());
    PoolConfig web = example.pools().get("web");
    PoolConfig standard =
        defaults
            .pools()
            .get("web")
            .withImage("spillway/web")
            .withCommand(List.of("java", "-jar", "web.jar"));
    assertThat(web)
        .usingRecursiveComparison()
        .ignoringFields("env", "health.path")
        .isEqualTo(standard);
  }
}
