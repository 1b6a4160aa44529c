package dev.spillway.monitor;

import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerChanged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person who watches sees: the pools as they were last read, what was served in the last
 * second, and the latest events. Made lines of by {@link #lines}. Safe for use by several threads.
 */
public final class LiveView {
  private static final int EVENTS_KEPT = 200;

  private final String source;
  private final LiveLines text;
  private final EventText events;
  private final Deque<String> latest = new ArrayDeque<>();
  private Map<String, ServedTotals> counting = new HashMap<>();
  private Map<String, ServedTotals> counted = Map.of();
  private final RecentInFlight inFlight = new RecentInFlight();
  private JsonArray pools = new JsonArray();
  private String trouble = "not read yet";

  /**
   * A view that has seen nothing yet.
   *
   * @param source where what is shown comes from, for a person
   * @param zone times of day are shown in it
   */
  public LiveView(String source, ZoneId zone) {
    this.source = source;
    this.text = new LiveLines(zone);
    this.events = new EventText(zone);
  }

  /** The pools were read, as {@code /api/pools} tells them. */
  public synchronized void pools(JsonArray read) {
    pools = inFlight.updated(read);
    trouble = "";
  }

  /** The pools could not be read. */
  public synchronized void unreadable(String reason) {
    trouble = reason;
  }

  /** Something was said on the bus. */
  public synchronized void event(String address, JsonObject body) {
    switch (address) {
      case Addresses.REQUEST_SERVED -> {
        RequestServed served = RequestServed.fromJson(body);
        counting.computeIfAbsent(served.pool(), pool -> new ServedTotals()).add(served);
        inFlight.heard(served);
      }
      case Addresses.SERVER -> keep(events.server(ServerChanged.fromJson(body)));
      case Addresses.POOL -> {
        PoolChanged event = PoolChanged.fromJson(body);
        if (event.kind() != PoolChanged.Kind.QUEUE) {
          keep(events.pool(event));
        }
      }
      default -> {}
    }
  }

  private void keep(String line) {
    latest.addFirst(line);
    if (latest.size() > EVENTS_KEPT) {
      latest.removeLast();
    }
  }

  /** A second has gone by: what was served in it is what is shown until the next. */
  public synchronized void second() {
    counted = counting;
    counting = new HashMap<>();
    inFlight.second();
  }

  /** The whole screen, no more lines than that, none wider; at least 20 by 4. */
  public synchronized List<String> lines(int width, int height, long nowMillis) {
    List<String> lines = new ArrayList<>();
    lines.add(text.title(source, trouble, width, nowMillis));
    int forEvents = Math.min(latest.size() + 1, Math.max(3, height / 3));
    int forPools = Math.max(1, height - 3 - forEvents);
    List<String> ofPools = new ArrayList<>();
    for (Object pool : pools) {
      ofPools.add("");
      JsonObject json = (JsonObject) pool;
      ofPools.addAll(text.pool(json, counted.getOrDefault(json.getString("name"), NOTHING)));
    }
    lines.addAll(text.shortened(ofPools, forPools));
    lines.add("");
    lines.add("latest events, newest first");
    latest.stream().limit(Math.max(0, height - lines.size() - 1)).forEach(e -> lines.add("  " + e));
    while (lines.size() < height - 1) {
      lines.add("");
    }
    lines.add("q or Ctrl-C: end");
    return lines.stream().limit(height).map(line -> text.cut(line, width)).toList();
  }

  private static final ServedTotals NOTHING = new ServedTotals();
}
