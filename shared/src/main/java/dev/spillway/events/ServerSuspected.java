package dev.spillway.events;

import io.vertx.core.json.JsonObject;

/**
 * A gateway could not reach a server; a worker should look whether it is still there. Only a hint:
 * no state has changed.
 *
 * @param pool the pool's name
 * @param time when it happened, epoch milliseconds
 * @param gateway who says so: the gateway's id
 * @param server the server's name
 * @param url where it should have answered
 * @param reason what happened instead, in a few words
 */
public record ServerSuspected(
    String pool, long time, String gateway, String server, String url, String reason) {

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("gateway", gateway)
        .put("server", server)
        .put("url", url)
        .put("reason", reason);
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static ServerSuspected fromJson(JsonObject json) {
    return new ServerSuspected(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("gateway", ""),
        json.getString("server", ""),
        json.getString("url", ""),
        json.getString("reason", ""));
  }
}
