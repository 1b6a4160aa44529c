package dev.spillway.events;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * STARTING records await a worker.
 *
 * @param pool the pool's name
 * @param time when it was said, epoch milliseconds
 * @param servers the names of the records
 */
public record ServerRequested(String pool, long time, List<String> servers) {

  public ServerRequested {
    servers = List.copyOf(servers);
  }

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject().put("pool", pool).put("time", time).put("servers", servers);
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static ServerRequested fromJson(JsonObject json) {
    List<String> servers =
        json.getJsonArray("servers", new io.vertx.core.json.JsonArray()).stream()
            .map(String::valueOf)
            .toList();
    return new ServerRequested(json.getString("pool", ""), json.getLong("time", 0L), servers);
  }
}
