package dev.spillway.monitor;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.SharedState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The pools as they are now, as JSON: the answer of {@code GET /api/pools}. */
public final class PoolsView {
  private final List<PoolConfig> pools;
  private final SharedState state;

  /** A view of the configuration's pools in that state. Safe for use from any thread. */
  public PoolsView(SpillwayConfig config, SharedState state) {
    this.pools =
        config.pools().values().stream().sorted(Comparator.comparing(PoolConfig::name)).toList();
    this.state = state;
  }

  /** One object per pool, by name; fails if the state can't be reached. */
  public Future<JsonArray> read() {
    List<Future<JsonObject>> reads =
        pools.stream()
            .map(pool -> state.pool(pool.name()).snapshot().map(found -> toJson(pool, found)))
            .toList();
    return Future.all(reads).map(all -> new JsonArray(all.list()));
  }

  static JsonObject toJson(PoolConfig pool, PoolSnapshot snapshot) {
    JsonArray servers = new JsonArray();
    snapshot.servers().forEach(server -> servers.add(toJson(server)));
    return new JsonObject()
        .put("name", pool.name())
        .put("minReplicas", pool.minReplicas())
        .put("maxReplicas", pool.maxReplicas())
        .put("fixed", !pool.servers().isEmpty())
        .put("maxRequests", pool.maxRequests())
        .put("queue", new JsonObject().put("length", snapshot.waiting()))
        .put("servers", servers);
  }

  private static JsonObject toJson(ServerRecord server) {
    JsonObject json =
        new JsonObject()
            .put("name", server.name())
            .put("url", server.url())
            .put("state", server.state().name().toLowerCase(Locale.ROOT))
            .put("requests", server.inFlight())
            .put("capacity", server.capacity())
            .put("lastRequestTime", server.lastRequestTime());
    return server.reason().isEmpty() ? json : json.put("reason", server.reason());
  }
}
