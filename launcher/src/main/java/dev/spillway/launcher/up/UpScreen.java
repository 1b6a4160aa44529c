package dev.spillway.launcher.up;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.SpillwayConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code up} says once it runs: what it chose, and where to go. Fits on one screen. */
final class UpScreen {
  private static final int POOLS_SHOWN = 8;

  private final SpillwayConfig config;
  private final Chosen chosen;
  private final Ports ports;
  private final boolean ownRedis;

  /**
   * What this machine allows.
   *
   * @param tls what encrypts; empty: no TLS
   */
  record Chosen(String runtime, String transport, Optional<String> tls) {}

  /**
   * Where it listens.
   *
   * @param tls 0 where there is no TLS
   */
  record Ports(int gateway, int tls, int management) {}

  UpScreen(SpillwayConfig config, Chosen chosen, Ports ports, boolean ownRedis) {
    this.config = config;
    this.chosen = chosen;
    this.ports = ports;
    this.ownRedis = ownRedis;
  }

  List<String> lines() {
    String host = config.gateway().host();
    String gateway = "http" + url(host, ports.gateway());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Spillway is up.");
    lines.add("  gateway     " + gateway);
    chosen
        .tls()
        .ifPresent(
            provider ->
                lines.add(
                    "  tls         https%s, by %s".formatted(url(host, ports.tls()), provider)));
    lines.add(
        "  management  http" + url(config.management().host(), ports.management()) + "/api/pools");
    String runtime = chosen.runtime();
    lines.add("  runtime     " + runtime + (runtime.equals("docker") ? dockerHost() : ""));
    lines.add("  transport   " + chosen.transport());
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

  /** What a browser on this machine can open, without the scheme's name. */
  private static String url(String host, int port) {
    String shown =
        switch (host) {
          case "0.0.0.0", "::", "" -> "localhost";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "://" + shown + ":" + port;
  }

  private String withoutSecret() {
    URI url = URI.create(config.redis().url());
    return url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
  }
}
