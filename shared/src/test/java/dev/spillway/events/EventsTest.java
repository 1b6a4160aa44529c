package dev.spillway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.PoolChanged.Kind;
import dev.spillway.events.RequestServed.Latency;
import dev.spillway.events.RequestServed.StatusCounts;
import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {
  private static final long TIME = 1_800_000_000_000L;

  private static final RequestServed SERVED =
      new RequestServed(
          "web",
          TIME,
          "gateway-1",
          "web-k3f9-1",
          7,
          new StatusCounts(0, 4, 1, 1, 1),
          TIME - 5,
          3,
          new Latency(7, 123_456, 99_999, List.of(0L, 0L, 7L)));
  private static final ServerChanged CHANGED =
      new ServerChanged(
          "web",
          TIME,
          "web-k3f9-1",
          "http://x:1",
          ServerState.READY,
          "started",
          812,
          ServerChanged.Cause.STARTED,
          Map.of("create", 12L, "start", 200L, "ready", 600L));
  private static final PoolChanged POOL =
      new PoolChanged("web", TIME, "gateway-1", Kind.MAXIMUM_REACHED, 20, "20 servers");
  private static final ServerRequested REQUESTED =
      new ServerRequested("web", TIME, List.of("web-k3f9-1", "web-k3f9-2"));
  private static final PermitsWanted WANTED = new PermitsWanted("web", TIME, "gateway-1", 4);

  private static final PermitsFreed FREED = new PermitsFreed("web", TIME, "gateway-1", 4);

  static List<Arguments> events() {
    Function<JsonObject, Object> served = RequestServed::fromJson;
    Function<JsonObject, Object> changed = ServerChanged::fromJson;
    Function<JsonObject, Object> pool = PoolChanged::fromJson;
    Function<JsonObject, Object> requested = ServerRequested::fromJson;
    Function<JsonObject, Object> wanted = PermitsWanted::fromJson;
    Function<JsonObject, Object> freed = PermitsFreed::fromJson;
    return List.of(
        Arguments.of(FREED, FREED.toJson(), freed),
        Arguments.of(SERVED, SERVED.toJson(), served),
        Arguments.of(CHANGED, CHANGED.toJson(), changed),
        Arguments.of(POOL, POOL.toJson(), pool),
        Arguments.of(REQUESTED, REQUESTED.toJson(), requested),
        Arguments.of(WANTED, WANTED.toJson(), wanted));
  }

  @ParameterizedTest
  @MethodSource("events")
  void areTheSameAfterTheirWayAsText(
      Object event, JsonObject json, Function<JsonObject, Object> fromJson) {
    assertThat(fromJson.apply(new JsonObject(json.encode()))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void ignoreFieldsOfLaterVersions(
      Object event, JsonObject json, Function<JsonObject, Object> fromJson) {
    JsonObject later =
        json.copy()
            .put("later", new JsonObject().put("more", 1))
            .put("another", new JsonArray().add(1))
            .putNull("none");

    assertThat(fromJson.apply(new JsonObject(later.encode()))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void areReadWithFieldsMissing(
      Object event, JsonObject json, Function<JsonObject, Object> fromJson) {
    for (String field : json.fieldNames()) {
      JsonObject without = json.copy();
      without.remove(field);
      assertThat(fromJson.apply(without)).as("without %s", field).hasSameClassAs(event);
    }
    assertThat(fromJson.apply(new JsonObject())).hasSameClassAs(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void sayTheirPoolAndTime(Object event, JsonObject json, Function<JsonObject, Object> fromJson) {
    assertThat(json.getString("pool")).isEqualTo("web");
    assertThat(json.getLong("time")).isEqualTo(TIME);
  }

  @Test
  void statesAndKindsOfLaterVersionsAreUnknown() {
    assertThat(ServerChanged.fromJson(CHANGED.toJson().put("state", "hibernating")).state())
        .isEqualTo(ServerState.UNKNOWN);
    assertThat(ServerChanged.fromJson(CHANGED.toJson().put("cause", "boredom")).cause())
        .isEqualTo(ServerChanged.Cause.UNKNOWN);
    assertThat(PoolChanged.fromJson(POOL.toJson().put("kind", "rebalanced")).kind())
        .isEqualTo(Kind.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void eachKindHasANameOfItsOwn(Kind kind) {
    PoolChanged event = new PoolChanged("web", TIME, "a", kind, 0, "");

    assertThat(PoolChanged.fromJson(event.toJson()).kind()).isEqualTo(kind);
    assertThat(event.toJson().getString("kind")).matches("[a-z-]+");
  }

  @ParameterizedTest
  @EnumSource(ServerChanged.Cause.class)
  void eachCauseHasANameOfItsOwn(ServerChanged.Cause cause) {
    ServerChanged event =
        new ServerChanged("web", TIME, "s", "", ServerState.GONE, "", 0, cause, Map.of());

    assertThat(ServerChanged.fromJson(event.toJson()).cause()).isEqualTo(cause);
  }

  @ParameterizedTest
  @EnumSource(ServerState.class)
  void eachStateHasANameOfItsOwn(ServerState state) {
    ServerChanged event = new ServerChanged("web", TIME, "s", "", state, "", 0);

    assertThat(ServerChanged.fromJson(event.toJson()).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "2, 1",
    "3, 2",
    "4, 2",
    "5, 3",
    "1024, 10",
    "1025, 11",
    "34359738368, 35",
    "34359738369, 35",
    "9223372036854775807, 35",
  })
  void aLatencyCountsInTheFirstBucketThatHoldsIt(long micros, int bucket) {
    assertThat(Latency.bucketOf(micros)).isEqualTo(bucket);
  }
}
