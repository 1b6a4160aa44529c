package dev.spillway.events;

import io.vertx.core.json.JsonObject;

/**
 * Permits are free while requests wait at other gateways than the one that says so.
 *
 * @param pool the pool's name
 * @param time when it was said, epoch milliseconds
 * @param gateway who says so; that gateway ignores its own event
 * @param count how many are free, at least 1
 */
public record PermitsFreed(String pool, long time, String gateway, int count) {

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("gateway", gateway)
        .put("count", count);
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static PermitsFreed fromJson(JsonObject json) {
    return new PermitsFreed(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("gateway", ""),
        json.getInteger("count", 0));
  }
}
