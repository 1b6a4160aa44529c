package dev.spillway.events;

import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server changed its state.
 *
 * @param pool the pool's name
 * @param time when it happened, epoch milliseconds
 * @param server the server's name
 * @param url where it answers, empty before it is ready
 * @param state the state it is in now
 * @param reason why, in a few words
 * @param tookMillis how long the step took that ended in this state, 0 where none did
 * @param cause the kind of {@code reason}, for programs
 * @param phases of a start that succeeded, how long each part of it took, in milliseconds: {@code
 *     create} where that is a step of its own, {@code start}, {@code ready}; else empty
 */
public record ServerChanged(
    String pool,
    long time,
    String server,
    String url,
    ServerState state,
    String reason,
    long tookMillis,
    Cause cause,
    Map<String, Long> phases) {

  /** Kinds of reasons. */
  public enum Cause {
    /** It was started. */
    STARTED,
    /** It was found running without a record, and entered. */
    ADOPTED,
    /** It is a fixed server, and answers. */
    HEALTHY,
    /** It is a fixed server, and is not configured any more. */
    NOT_CONFIGURED,
    /** It was needed again before it was stopped. */
    DEMAND_RETURNED,
    /** Nothing was asked of it for the idle timeout. */
    IDLE,
    /** It ended by itself. */
    DIED,
    /** The whole installation ends. */
    INSTALLATION_ENDS,
    /** It could not be prepared or started, such as for want of its image. */
    NOT_STARTED,
    /** It ended before it was ready. */
    ENDED_EARLY,
    /** It did not become healthy in time. */
    NOT_HEALTHY,
    /** Not told, or a cause that this version doesn't know. */
    UNKNOWN;

    /** Its name in messages and metrics, such as {@code not-started}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Cause parse(String wireName) {
      for (Cause cause : values()) {
        if (cause.wireName().equals(wireName)) {
          return cause;
        }
      }
      return UNKNOWN;
    }
  }

  public ServerChanged {
    phases = Map.copyOf(phases);
  }

  /** A change whose cause is not told. */
  public ServerChanged(
      String pool,
      long time,
      String server,
      String url,
      ServerState state,
      String reason,
      long tookMillis) {
    this(pool, time, server, url, state, reason, tookMillis, Cause.UNKNOWN, Map.of());
  }

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("server", server)
        .put("url", url)
        .put("state", state.name().toLowerCase(Locale.ROOT))
        .put("reason", reason)
        .put("tookMillis", tookMillis)
        .put("cause", cause.wireName())
        .put("phases", phasesToJson());
  }

  private JsonObject phasesToJson() {
    JsonObject json = new JsonObject();
    new TreeMap<>(phases).forEach(json::put);
    return json;
  }

  /**
   * Reads a message body; unknown fields are ignored, missing ones are empty or 0, a state or cause
   * this version doesn't know is unknown.
   */
  public static ServerChanged fromJson(JsonObject json) {
    return new ServerChanged(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("server", ""),
        json.getString("url", ""),
        ServerState.parse(json.getString("state", "")),
        json.getString("reason", ""),
        json.getLong("tookMillis", 0L),
        Cause.parse(json.getString("cause", "")),
        phasesFromJson(json.getJsonObject("phases", new JsonObject())));
  }

  private static Map<String, Long> phasesFromJson(JsonObject json) {
    Map<String, Long> phases = new TreeMap<>();
    json.fieldNames().forEach(phase -> phases.put(phase, json.getLong(phase)));
    return phases;
  }
}
