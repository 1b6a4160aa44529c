package dev.spillway.monitor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words and bars of the live view. */
final class LiveLines {
  private static final int BAR = 20;

  private final DateTimeFormatter clock;

  LiveLines(ZoneId zone) {
    clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  String title(String source, String trouble, int width, long nowMillis) {
    String left = "Spillway  " + source + (trouble.isEmpty() ? "" : "  can't be read: " + trouble);
    String time = clock.format(Instant.ofEpochMilli(nowMillis));
    String shown = cut(EventText.oneLine(left), Math.max(0, width - time.length() - 1));
    return shown + " ".repeat(Math.max(1, width - shown.length() - time.length())) + time;
  }

  /** A line of the pool as a whole, and one for each of its servers. */
  List<String> pool(JsonObject pool, ServedTotals lastSecond) {
    JsonArray servers = pool.getJsonArray("servers", new JsonArray());
    int ready = 0;
    int inFlight = 0;
    int capacity = 0;
    for (Object each : servers) {
      JsonObject server = (JsonObject) each;
      inFlight += server.getInteger("requests", 0);
      if (server.getString("state", "").equals("ready")) {
        ready++;
        capacity += capacity(pool, server);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s   %d ready of %d to %d   in flight %d of %d   waiting %d   %d requests/s%s"
            .formatted(
                EventText.oneLine(pool.getString("name", "")),
                ready,
                pool.getInteger("minReplicas", 0),
                pool.getInteger("maxReplicas", 0),
                inFlight,
                capacity,
                pool.getJsonObject("queue", new JsonObject()).getInteger("length", 0),
                lastSecond.count(),
                lastSecond.count() == 0
                    ? ""
                    : "   99% within " + EventText.duration(lastSecond.percentileMicros(0.99))));
    servers.forEach(server -> lines.add(server(pool, (JsonObject) server)));
    return lines;
  }

  private static String server(JsonObject pool, JsonObject server) {
    int requests = server.getInteger("requests", 0);
    int capacity = capacity(pool, server);
    String detail = server.getString("reason", "");
    return "  %-16s %-9s %s %3d of %-3d %s"
        .formatted(
            EventText.oneLine(server.getString("name", "")),
            EventText.oneLine(server.getString("state", "")),
            bar(requests, capacity),
            requests,
            capacity,
            EventText.oneLine(detail.isEmpty() ? server.getString("url", "") : detail));
  }

  private static int capacity(JsonObject pool, JsonObject server) {
    return server.getInteger("capacity", pool.getInteger("maxRequests", 0));
  }

  /** Whoever has a request in flight has at least one block, and only who is full has all. */
  static String bar(int requests, int capacity) {
    int full = 0;
    if (requests > 0) {
      full =
          requests >= capacity
              ? BAR
              : Math.min(BAR - 1, Math.max(1, (int) ((long) BAR * requests / capacity)));
    }
    return "█".repeat(full) + "░".repeat(BAR - full);
  }

  /** At most so many lines; the last of more says how many are left out. */
  List<String> shortened(List<String> lines, int most) {
    if (lines.size() <= most) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, most - 1));
    shown.add("  … and %d lines more".formatted(lines.size() - most + 1));
    return shown;
  }

  String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }
}
