package dev.spillway.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.SpillwayConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpScreenTest {
  private static List<String> screen(String yaml, boolean ownRedis) {
    return screen(yaml, Optional.empty(), ownRedis);
  }

  private static List<String> screen(String yaml, Optional<String> tls, boolean ownRedis) {
    SpillwayConfig config = ConfigLoader.parse(yaml);
    UpScreen.Chosen chosen = new UpScreen.Chosen("docker", "epoll", tls);
    return new UpScreen(config, chosen, new UpScreen.Ports(8081, 8444, 9091), ownRedis).lines();
  }

  @Test
  void saysWhereToGoAndWhatWasChosen() {
    String text =
        String.join(
            "\n",
            screen(
                """
                redis: redis://:s3cret@127.0.0.1:7000/0
                pools: {web: {image: x, max-replicas: 7, idle-timeout: 90s}}
                """,
                true));

    assertThat(text)
        .contains(
            "http://localhost:8081",
            "http://127.0.0.1:9091/api/pools",
            "docker at unix:///var/run/docker.sock",
            "embedded, redis://127.0.0.1:7000",
            "1 to 7 servers",
            "1m30s idle",
            "Ctrl-C")
        .doesNotContain("s3cret", "tls");
  }

  @Test
  void saysWhereTlsIsSpokenAndByWhat() {
    String yaml = "{redis: 'redis://h:1', pools: {web: {image: x}}}";

    assertThat(screen(yaml, Optional.of("boringssl"), false))
        .contains("  tls         https://localhost:8444, by boringssl");
  }

  @Test
  void fitsOnOneScreenHoweverManyPoolsThereAre() {
    String pools =
        IntStream.range(0, 50)
            .mapToObj(i -> "  p%d: {image: x, match: {path: /p%d}}\n".formatted(i, i))
            .collect(Collectors.joining());

    List<String> lines = screen("redis: redis://h:1\npools:\n" + pools, false);

    assertThat(lines).hasSizeLessThanOrEqualTo(24);
    assertThat(lines).anyMatch(line -> line.contains("42 pools more"));
  }

  @Test
  void saysThatServersStayForOthersWhereRedisIsShared() {
    String yaml = "{redis: 'redis://h:1', pools: {web: {image: x}}}";
    assertThat(String.join("\n", screen(yaml, false))).contains("Servers stay for other gateways");
    assertThat(String.join("\n", screen(yaml, true)))
        .doesNotContain("Servers stay for other gateways");
  }
}
