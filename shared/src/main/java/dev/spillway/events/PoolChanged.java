package dev.spillway.events;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Something about a pool as a whole.
 *
 * @param pool the pool's name
 * @param time when it happened, epoch milliseconds
 * @param source who says so: the gateway's or worker's id
 * @param kind what happened
 * @param value the number that belongs to it (queue length, requests rejected since the last such
 *     event, servers), else 0
 * @param detail more, in a few words, else empty
 */
public record PoolChanged(
    String pool, long time, String source, Kind kind, long value, String detail) {

  /** What happened. */
  public enum Kind {
    /** The queue's length is {@link PoolChanged#value} now. */
    QUEUE,
    /** {@link PoolChanged#value} requests were rejected since the last such event. */
    REJECTED,
    /** The pool is back at its minimum. */
    MINIMUM_REACHED,
    /** More servers are wanted than the maximum allows. */
    MAXIMUM_REACHED,
    /** Redis can't be reached. */
    REDIS_UNREACHABLE,
    /** Redis answers again. */
    REDIS_BACK,
    /** Docker can't be reached. */
    RUNTIME_UNREACHABLE,
    /** Docker answers again. */
    RUNTIME_BACK,
    /** A kind that this version doesn't know. */
    UNKNOWN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind parse(String wireName) {
      for (Kind kind : values()) {
        if (kind.wireName().equals(wireName)) {
          return kind;
        }
      }
      return UNKNOWN;
    }
  }

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("source", source)
        .put("kind", kind.wireName())
        .put("value", value)
        .put("detail", detail);
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static PoolChanged fromJson(JsonObject json) {
    return new PoolChanged(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("source", ""),
        Kind.parse(json.getString("kind", "")),
        json.getLong("value", 0L),
        json.getString("detail", ""));
  }
}
