package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.PoolConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleWebServerTest {
  private static final PoolConfig BUILT_IN = pool("pools: {web: {max-replicas: 3}}");

  private static PoolConfig pool(String yaml) {
    return ConfigLoader.parse(yaml).pools().get("web");
  }

  @Test
  void isWhatThePoolRunsWhereNothingElseIsConfigured() {
    PoolConfig container = ExampleWebServer.asContainer(BUILT_IN);
    assertThat(container.image()).contains("spillway/web");
    assertThat(container.health().path()).contains("/health");
    assertThat(container.maxReplicas()).isEqualTo(3);

    PoolConfig process = ExampleWebServer.asProcess(BUILT_IN, Optional.empty());
    assertThat(process.command()).contains("dev.spillway.web.WebServer");
    assertThat(process.health().path()).contains("/health");
  }

  @Test
  void itsImageByNameRunsAsAProcessToo() {
    PoolConfig named = pool("pools: {web: {image: spillway/web, health: {path: /}}}");

    assertThat(ExampleWebServer.asProcess(named, Optional.empty()).command()).isNotEmpty();
    assertThat(ExampleWebServer.asProcess(named, Optional.empty()).health().path()).contains("/");
  }

  @Test
  void anotherImageOrCommandIsLeftAsItIs() {
    PoolConfig image = pool("pools: {web: {image: nginx}}");
    assertThat(ExampleWebServer.asContainer(image)).isEqualTo(image);
    assertThat(ExampleWebServer.asProcess(image, Optional.empty())).isEqualTo(image);

    PoolConfig command = pool("pools: {web: {command: [serve]}}");
    assertThat(ExampleWebServer.asContainer(command)).isEqualTo(command);
    assertThat(ExampleWebServer.asProcess(command, Optional.empty())).isEqualTo(command);
  }

  @Test
  void runsFromItsOwnJarsWhereTheyArePackaged(@TempDir Path directory) throws Exception {
    Path web = Files.createDirectories(directory.resolve("web-verticle/target/web"));
    Files.writeString(directory.resolve("web-verticle/Dockerfile"), "");
    Optional<Home> home = Home.find(Map.of("SPILLWAY_HOME", directory.toString()));

    assertThat(ExampleWebServer.asProcess(BUILT_IN, home).command())
        .contains(
            "@" + web.resolve("jvm.options"),
            "-XX:SharedArchiveFile=" + web.resolveSibling("web.jsa"))
        .endsWith("-jar", web.resolve("web.jar").toString());
  }

  @Test
  void homeIsFoundFromOurOwnLocation() {
    assertThat(Home.find(Map.of())).isPresent();
    assertThat(Home.find(Map.of("SPILLWAY_HOME", "/nowhere"))).isEmpty();
  }
}
