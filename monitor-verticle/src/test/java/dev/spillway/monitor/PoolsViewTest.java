package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.PoolConfig;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolsViewTest {
  private static final PoolConfig POOL =
      ConfigLoader.parse(
              "pools: {web: {image: x, min-replicas: 2, max-replicas: 5, max-requests: 7}}")
          .pools()
          .get("web");

  private static ServerRecord server(ServerState state, String reason) {
    return new ServerRecord(
        "web-1", 1, state, "http://h:1", 7, 3, 2, 1234, 1, 1, "worker", 0, reason);
  }

  private static PoolSnapshot snapshot(ServerRecord server) {
    return new PoolSnapshot(1, false, List.of(server), List.of("lb"), 4, List.of(), 0);
  }

  @Test
  void hasLimitsOfTheConfigurationAndServersOfTheState() {
    assertThat(PoolsView.toJson(POOL, snapshot(server(ServerState.READY, ""))))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "web", "minReplicas": 2, "maxReplicas": 5, "fixed": false,
                 "maxRequests": 7, "queue": {"length": 4},
                 "servers": [{"name": "web-1", "url": "http://h:1", "state": "ready",
                              "requests": 2, "capacity": 7, "lastRequestTime": 1234}]}
                """));
  }

  @Test
  void saysWhyAServerFailed() {
    JsonObject pool = PoolsView.toJson(POOL, snapshot(server(ServerState.FAILED, "no image")));

    assertThat(pool.getJsonArray("servers").getJsonObject(0).getString("reason"))
        .isEqualTo("no image");
  }
}
