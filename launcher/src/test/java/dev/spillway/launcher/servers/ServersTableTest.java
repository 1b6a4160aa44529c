package dev.spillway.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTableTest {
  private static final long NOW = 1_000_000_000;

  private final ServersTable table =
      new ServersTable(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  private static JsonArray pool(String servers) {
    return new JsonArray(
        """
        [{"name": "web", "minReplicas": 1, "maxReplicas": 20, "maxRequests": 10,
          "queue": {"length": 3}, "servers": [%s]}]
        """
            .formatted(servers));
  }

  private static String server(String state, long lastRequestTime, String more) {
    return """
    {"name": "web-1", "url": "http://h:1", "state": "%s", "requests": 4, "lastRequestTime": %d%s}
    """
        .formatted(state, lastRequestTime, more);
  }

  @Test
  void hasALineForThePoolAndOneForEachServer() {
    assertThat(table.lines(pool(server("ready", NOW - 5000, ""))))
        .containsExactly(
            "web: 1 server (1 to 20), at most 10 requests each, 3 waiting",
            "",
            "POOL  SERVER  STATE  REQUESTS  LAST REQUEST  URL",
            "web   web-1   ready  4         5 s ago       http://h:1");
  }

  @Test
  void aPoolWithoutServersIsALine() {
    assertThat(table.lines(pool(""))).singleElement().asString().startsWith("web: 0 servers");
  }

  @Test
  void aServerThatFailedSaysWhyInPlaceOfItsUrlOnOneLine() {
    assertThat(table.lines(pool(server("failed", 0, ", \"reason\": \"no\\nimage\""))))
        .last()
        .asString()
        .endsWith("no image");
  }

  @ParameterizedTest
  @CsvSource({"0,now", "59000,59 s ago", "61000,1 min 1 s ago", "7260000,2 h 1 min ago", "-9,now"})
  void timesAreAges(long age, String shown) {
    assertThat(table.lines(pool(server("ready", NOW - age, "")))).last().asString().contains(shown);
  }
}
