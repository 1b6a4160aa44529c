package dev.spillway.events;

import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

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
 */
public record ServerChanged(
    String pool,
    long time,
    String server,
    String url,
    ServerState state,
    String reason,
    long tookMillis) {

  /** This event as a message body. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("time", time)
        .put("server", server)
        .put("url", url)
        .put("state", state.name().toLowerCase(Locale.ROOT))
        .put("reason", reason)
        .put("tookMillis", tookMillis);
  }

  /**
   * Reads a message body; unknown fields are ignored, missing ones are empty or 0, a state this
   * version doesn't know is {@link ServerState#UNKNOWN}.
   */
  public static ServerChanged fromJson(JsonObject json) {
    return new ServerChanged(
        json.getString("pool", ""),
        json.getLong("time", 0L),
        json.getString("server", ""),
        json.getString("url", ""),
        ServerState.parse(json.getString("state", "")),
        json.getString("reason", ""),
        json.getLong("tookMillis", 0L));
  }
}
