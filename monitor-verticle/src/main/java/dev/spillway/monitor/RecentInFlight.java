package dev.spillway.monitor;

import dev.spillway.events.RequestServed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests in flight by the events of the last second or two. They are newer than the records,
 * which know what gateways said at their last heartbeat; but who hears no event knows nothing by
 * them.
 */
final class RecentInFlight {
  private Map<String, Map<String, Integer>> now = new HashMap<>();
  private Map<String, Map<String, Integer>> before = new HashMap<>();

  void heard(RequestServed event) {
    now.computeIfAbsent(event.server(), server -> new HashMap<>())
        .put(event.gateway(), event.inFlight());
  }

  /** A second has gone by. */
  void second() {
    before = now;
    now = new HashMap<>();
  }

  /** The same pools with the newer numbers where there are any. */
  JsonArray updated(JsonArray pools) {
    JsonArray updated = pools.copy();
    for (Object pool : updated) {
      for (Object each : ((JsonObject) pool).getJsonArray("servers", new JsonArray())) {
        JsonObject server = (JsonObject) each;
        Map<String, Integer> said = said(server.getString("name"));
        if (!said.isEmpty()) {
          server.put("requests", said.values().stream().mapToInt(Integer::intValue).sum());
        }
      }
    }
    return updated;
  }

  private Map<String, Integer> said(String server) {
    Map<String, Integer> said = new HashMap<>(before.getOrDefault(server, Map.of()));
    said.putAll(now.getOrDefault(server, Map.of()));
    return said;
  }
}
