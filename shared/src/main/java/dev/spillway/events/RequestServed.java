package dev.spillway.events;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What one gateway served from one server since its last such event.
 *
 * @param pool the pool's name
 * @param time when it was said, epoch milliseconds
 * @param gateway the gateway's id
 * @param server the server's name
 * @param count requests ended, whatever their outcome
 * @param statuses of those, how many by class: index 0 for 1xx … 4 for 5xx; a request without a
 *     status (the client left) counts in none
 * @param lastRequestTime when a request last began or ended, epoch milliseconds
 * @param inFlight this gateway's requests in flight on the server now
 * @param latency time from having a permit, that is without waiting, to the last byte sent
 */
public record RequestServed(
    String pool,
    long time,
    String gateway,
    String server,
    long count,
    StatusCounts statuses,
    long lastRequestTime,
    int inFlight,
    Latency latency) {

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("gateway", gateway)
        .put("server", server)
        .put("count", count)
        .put("statuses", statuses.toJson())
        .put("lastRequestTime", lastRequestTime)
        .put("inFlight", inFlight)
        .put("latency", latency.toJson());
  }

  /** Reads a message body; unknown fields are ignored, missing ones are empty or 0. */
  public static RequestServed fromJson(JsonObject json) {
    return new RequestServed(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("gateway", ""),
        json.getString("server", ""),
        json.getLong("count", 0L),
        StatusCounts.fromJson(json.getJsonObject("statuses", new JsonObject())),
        json.getLong("lastRequestTime", 0L),
        json.getInteger("inFlight", 0),
        Latency.fromJson(json.getJsonObject("latency", new JsonObject())));
  }

  /** Requests by class of status. */
  public record StatusCounts(
      long informational, long success, long redirection, long clientError, long serverError) {

    JsonObject toJson() {
      return new JsonObject()
          .put("1xx", informational)
          .put("2xx", success)
          .put("3xx", redirection)
          .put("4xx", clientError)
          .put("5xx", serverError);
    }

    static StatusCounts fromJson(JsonObject json) {
      return new StatusCounts(
          json.getLong("1xx", 0L),
          json.getLong("2xx", 0L),
          json.getLong("3xx", 0L),
          json.getLong("4xx", 0L),
          json.getLong("5xx", 0L));
    }
  }

  /**
   * Latencies that can be merged with others.
   *
   * @param count how many
   * @param sumMicros all of them together, microseconds
   * @param maxMicros the longest, microseconds
   * @param buckets at index i, how many were at most 2<sup>i</sup> microseconds and fit no earlier
   *     bucket; trailing zeros are left out; at most {@link #BUCKETS} entries
   */
  public record Latency(long count, long sumMicros, long maxMicros, List<Long> buckets) {

    /** Buckets cover up to 2<sup>35</sup> µs, about 9.5 hours; the last takes all beyond. */
    public static final int BUCKETS = 36;

    public Latency {
      buckets = List.copyOf(buckets);
    }

    /** The index of the bucket that counts a latency, at least 0 µs. */
    public static int bucketOf(long micros) {
      int exponent = micros <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(micros - 1);
      return Math.min(exponent, BUCKETS - 1);
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("count", count)
          .put("sumMicros", sumMicros)
          .put("maxMicros", maxMicros)
          .put("buckets", new JsonArray(buckets));
    }

    static Latency fromJson(JsonObject json) {
      return new Latency(
          json.getLong("count", 0L),
          json.getLong("sumMicros", 0L),
          json.getLong("maxMicros", 0L),
          counts(json.getJsonArray("buckets", new JsonArray())));
    }

    // A loop: each server's every event comes through here, and a stream took most of its time.
    private static List<Long> counts(JsonArray buckets) {
      List<Long> counts = new ArrayList<>(BUCKETS);
      for (int i = 0; i < Math.min(buckets.size(), BUCKETS); i++) {
        counts.add(buckets.getLong(i));
      }
      return counts;
    }
  }
}
