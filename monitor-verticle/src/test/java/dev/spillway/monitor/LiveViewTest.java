package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LiveViewTest {
  private final LiveView view = new LiveView("http://x:9090", ZoneOffset.UTC);

  private static JsonObject server(String name, String state, int requests) {
    return new JsonObject()
        .put("name", name)
        .put("url", "http://h:1")
        .put("state", state)
        .put("requests", requests)
        .put("capacity", 10);
  }

  private static JsonObject pool(JsonObject... servers) {
    return new JsonObject()
        .put("name", "web")
        .put("minReplicas", 1)
        .put("maxReplicas", 5)
        .put("maxRequests", 10)
        .put("queue", new JsonObject().put("length", 4))
        .put("servers", new JsonArray(List.of(servers)));
  }

  private List<String> lines(int width, int height) {
    return view.lines(width, height, 3_723_000);
  }

  @Test
  void showsEachServersRequestsOfItsCapacityTheQueueAndTheRate() {
    view.pools(
        new JsonArray().add(pool(server("web-1", "ready", 7), server("web-2", "starting", 0))));
    view.event(
        Addresses.REQUEST_SERVED, ServedTotalsTest.event("lb", "web-1", 7, 900, 900).toJson());
    view.second();

    List<String> lines = lines(120, 30);
    assertThat(lines.get(0)).startsWith("Spillway  http://x:9090 ").endsWith(" 01:02:03");
    assertThat(lines)
        .contains(
            "web   1 ready of 1 to 5   in flight 7 of 10   waiting 4   2 requests/s   99% within 900 µs")
        .anyMatch(line -> line.matches(" +web-1 +ready +█{14}░{6} +7 of 10 +http://h:1"))
        .anyMatch(line -> line.matches(" +web-2 +starting +░{20} +0 of 10 +http://h:1"));
    view.second();
    assertThat(lines(120, 30)).anyMatch(line -> line.endsWith("0 requests/s"));
  }

  @Test
  void believesTheEventsOfTheLastSecondsMoreThanTheRecords() {
    view.event(Addresses.REQUEST_SERVED, ServedTotalsTest.event("lb-1", "web-1", 3, 9).toJson());
    view.event(Addresses.REQUEST_SERVED, ServedTotalsTest.event("lb-2", "web-1", 2, 9).toJson());
    view.pools(new JsonArray().add(pool(server("web-1", "ready", 0), server("web-2", "ready", 1))));
    assertThat(lines(120, 30)).anyMatch(line -> line.contains("in flight 6 of 20"));

    view.second();
    view.second();
    view.pools(new JsonArray().add(pool(server("web-1", "ready", 0), server("web-2", "ready", 1))));
    assertThat(lines(120, 30)).anyMatch(line -> line.contains("in flight 1 of 20"));
  }

  @Test
  void showsTheLatestEventsNewestFirstButNotEveryLengthOfTheQueue() {
    view.event(
        Addresses.SERVER,
        new ServerChanged("web", 1000, "web-1", "http://h:1", ServerState.READY, "", 10).toJson());
    view.event(
        Addresses.POOL,
        new PoolChanged("web", 2000, "lb", PoolChanged.Kind.MAXIMUM_REACHED, 5, "").toJson());
    view.event(
        Addresses.POOL, new PoolChanged("web", 3000, "lb", PoolChanged.Kind.QUEUE, 5, "").toJson());

    List<String> lines = lines(120, 30);
    int newest = lines.indexOf("latest events, newest first") + 1;
    assertThat(lines.get(newest)).contains("at the maximum of servers, 5");
    assertThat(lines.get(newest + 1)).contains("web-1 ready");
    assertThat(lines.get(newest + 2)).isBlank();
  }

  @Test
  void saysThatThePoolsCannotBeReadAndStillShowsThemAsTheyWere() {
    view.pools(new JsonArray().add(pool(server("web-1", "ready", 7))));
    view.unreadable("redis is away");

    assertThat(lines(120, 30).get(0)).contains("can't be read: redis is away");
    assertThat(lines(120, 30)).anyMatch(line -> line.contains("web-1"));
  }

  @ParameterizedTest
  @CsvSource({"0,10,0", "1,100,1", "99,100,19", "100,100,20", "120,100,20", "5,10,10", "3,0,20"})
  void whoHasARequestHasABlockAndOnlyWhoIsFullHasAll(int requests, int capacity, int blocks) {
    assertThat(LiveLines.bar(requests, capacity))
        .isEqualTo("█".repeat(blocks) + "░".repeat(20 - blocks));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void fitsOnEveryScreenWhateverThereIsToShow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    JsonObject[] servers = new JsonObject[random.nextInt(100)];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = server("web-" + i, "failed", i).put("reason", "a\r\n\u001b[2J".repeat(i));
    }
    view.pools(new JsonArray().add(pool(servers)).add(pool()));
    for (int i = random.nextInt(100); i > 0; i--) {
      view.event(
          Addresses.SERVER,
          new ServerChanged("web", i, "web-1", "", ServerState.FAILED, "\u001b[2Jx\ny", 0)
              .toJson());
    }
    int width = random.nextInt(20, 200);
    int height = random.nextInt(4, 80);

    assertThat(lines(width, height))
        .hasSize(height)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width))
        .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
  }
}
