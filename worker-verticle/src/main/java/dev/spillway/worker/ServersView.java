package dev.spillway.worker;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.SharedState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * The report's view of all servers under Redis' key {@code servers}: an array of {@code name},
 * {@code url}, {@code state}, {@code pool}, {@code requests} in flight and {@code lastRequestTime}
 * (epoch milliseconds). Written whenever a server or its state changed, and else once a second at
 * the most, of fixed servers with each whole round.
 */
final class ServersView {
  private static final long AT_MOST_EVERY_MILLIS = 1000;

  private final SharedState state;
  private String lastChange = "";
  private long lastWriteAt;

  ServersView(SharedState state) {
    this.state = state;
  }

  /** Writes the pools as they are now, by name. */
  void show(SortedMap<String, PoolSnapshot> pools) {
    String change = changes(pools.values());
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    if (!change.equals(lastChange) || now - lastWriteAt >= AT_MOST_EVERY_MILLIS) {
      lastChange = change;
      lastWriteAt = now;
      state.publishServersView(render(pools));
    }
  }

  static String render(SortedMap<String, PoolSnapshot> pools) {
    JsonArray view = new JsonArray();
    pools.forEach(
        (pool, snapshot) -> snapshot.servers().forEach(server -> view.add(entry(pool, server))));
    return view.encode();
  }

  private static JsonObject entry(String pool, ServerRecord server) {
    return new JsonObject()
        .put("name", server.name())
        .put("url", server.url())
        .put("state", server.state().name().toLowerCase(Locale.ROOT))
        .put("pool", pool)
        .put("requests", server.inFlight())
        .put("lastRequestTime", server.lastRequestTime());
  }

  private static String changes(Collection<PoolSnapshot> pools) {
    StringBuilder text = new StringBuilder();
    for (PoolSnapshot pool : pools) {
      for (ServerRecord server : pool.servers()) {
        text.append(server.name()).append(' ').append(server.state()).append('\n');
      }
    }
    return text.toString();
  }
}
