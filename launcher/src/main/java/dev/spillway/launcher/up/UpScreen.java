package dev.spillway.launcher.up;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What {@code up} says once it runs: what it chose, and where to go. Fits on one screen. */
final class UpScreen {
  private static final int POOLS_SHOWN = 8;

  private final SpillwayConfig config;
  private final String runtime;
  private final String transport;
  private final int gatewayPort;
  private final int managementPort;
  private final boolean ownRedis;

  UpScreen(
      SpillwayConfig config,
      String runtime,
      String transport,
      int gatewayPort,
      int managementPort,
      boolean ownRedis) {
    this.config = config;
    this.runtime = runtime;
    this.transport = transport;
    this.gatewayPort = gatewayPort;
    this.managementPort = managementPort;
    this.ownRedis = ownRedis;
  }

  List<String> lines() {
    String gateway = url(config.gateway().host(), gatewayPort);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Spillway is up.");
    lines.add("  gateway     " + gateway);
    lines.add("  management  " + url(config.management().host(), managementPort) + "/api/pools");
    lines.add("  runtime     " + runtime + (runtime.equals("docker") ? dockerHost() : ""));
    lines.add("  transport   " + transport);
    lines.add("  redis       " + (ownRedis ? "embedded, " : "") + withoutSecret());
    lines.add("  instance    " + config.instance());
    List<PoolConfig> pools =
        config.pools().values().stream().sorted(Comparator.comparing(PoolConfig::name)).toList();
    pools.stream().limit(POOLS_SHOWN).map(UpScreen::pool).forEach(lines::add);
    if (pools.size() > POOLS_SHOWN) {
      lines.add("  …           and %d pools more".formatted(pools.size() - POOLS_SHOWN));
    }
    lines.add("");
    lines.add("  Try:   curl " + gateway + "/");
    lines.add("  Stop:  Ctrl-C; again: without waiting for requests in flight" + serversAtEnd());
    lines.add("");
    return lines;
  }

  private String serversAtEnd() {
    return ownRedis ? "" : ". Servers stay for other gateways";
  }

  private String dockerHost() {
    return " at " + config.docker().host();
  }

  private static String pool(PoolConfig pool) {
    String where = pool.match().host() + pool.match().path();
    if (!pool.servers().isEmpty()) {
      return "  pool %-6s %s, fixed servers %s, at most %d requests each"
          .formatted(pool.name(), where, String.join(" ", pool.servers()), pool.maxRequests());
    }
    return "  pool %-6s %s, %d to %d servers, at most %d requests each, stopped after %s idle"
        .formatted(
            pool.name(),
            where,
            pool.minReplicas(),
            pool.maxReplicas(),
            pool.maxRequests(),
            duration(pool.idleTimeout()));
  }

  private static String duration(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** What a browser on this machine can open. */
  private static String url(String host, int port) {
    String shown =
        switch (host) {
          case "0.0.0.0", "::", "" -> "localhost";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "http://" + shown + ":" + port;
  }

  private String withoutSecret() {
    URI url = URI.create(config.redis().url());
    return url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
  }
}
