package dev.spillway.events;

import io.vertx.core.json.JsonObject;

/**
 * A gateway is short of permits while others hold idle ones; they are asked to give them back.
 *
 * @param pool the pool's name
 * @param time when it was said, epoch milliseconds
 * @param gateway who is short; that gateway ignores its own event
 * @param wanted how many permits it lacks, at least 1
 */
public record PermitsWanted(String pool, long time, String gateway, int wanted) {

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("gateway", gateway)
        .put("wanted", wanted);
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static PermitsWanted fromJson(JsonObject json) {
    return new PermitsWanted(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("gateway", ""),
        json.getInteger("wanted", 0));
  }
}
