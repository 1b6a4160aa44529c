package dev.spillway.launcher.servers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The pools as a table for a person. */
public final class ServersTable {
  private static final List<String> HEAD =
      List.of("POOL", "SERVER", "STATE", "REQUESTS", "LAST REQUEST", "URL");

  private final Clock clock;

  /** A table that shows times as ages by this clock. */
  public ServersTable(Clock clock) {
    this.clock = clock;
  }

  /** A line per pool with its limits, then a line per server. */
  public List<String> lines(JsonArray pools) {
    List<String> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < pools.size(); i++) {
      JsonObject pool = pools.getJsonObject(i);
      JsonArray servers = pool.getJsonArray("servers", new JsonArray());
      lines.add(summary(pool, servers.size()));
      for (int j = 0; j < servers.size(); j++) {
        rows.add(row(pool.getString("name", ""), servers.getJsonObject(j)));
      }
    }
    if (!rows.isEmpty()) {
      lines.add("");
      lines.addAll(table(rows));
    }
    return lines;
  }

  private static String summary(JsonObject pool, int servers) {
    return "%s: %d %s (%s), at most %d requests each, %d waiting"
        .formatted(
            clean(pool.getString("name", "")),
            servers,
            servers == 1 ? "server" : "servers",
            range(pool),
            pool.getInteger("maxRequests", 0),
            pool.getJsonObject("queue", new JsonObject()).getInteger("length", 0));
  }

  private static String range(JsonObject pool) {
    return pool.getBoolean("fixed", false)
        ? "fixed"
        : "%d to %d"
            .formatted(pool.getInteger("minReplicas", 0), pool.getInteger("maxReplicas", 0));
  }

  private List<String> row(String pool, JsonObject server) {
    String reason = server.getString("reason", "");
    return List.of(
        clean(pool),
        clean(server.getString("name", "")),
        clean(server.getString("state", "")),
        String.valueOf(server.getInteger("requests", 0)),
        age(server.getLong("lastRequestTime", 0L)),
        clean(reason.isEmpty() ? server.getString("url", "") : reason));
  }

  private String age(long time) {
    if (time <= 0) {
      return "-";
    }
    Duration age = Duration.between(Instant.ofEpochMilli(time), clock.instant());
    if (age.isNegative() || age.toSeconds() == 0) {
      return "now";
    }
    if (age.toMinutes() == 0) {
      return age.toSeconds() + " s ago";
    }
    return age.toHours() == 0
        ? "%d min %d s ago".formatted(age.toMinutes(), age.toSecondsPart())
        : "%d h %d min ago".formatted(age.toHours(), age.toMinutesPart());
  }

  private static List<String> table(List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(HEAD);
    all.addAll(rows);
    int[] widths = new int[HEAD.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** What came from elsewhere must not move the cursor. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
