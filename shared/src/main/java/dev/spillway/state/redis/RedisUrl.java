package dev.spillway.state.redis;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is: {@code redis://[[user]:password@]host[:port][/database][?ca=file.pem]}, {@code
 * rediss://…} for TLS. {@code redis-cluster://…} is a Redis Cluster, with one or several {@code
 * host:port} parted by commas. {@code redis-sentinel://…/database#primary} has hosts of Sentinels
 * (port 26379 if none is given) and the name under which they watch the primary. Both have a {@code
 * rediss-…} too, and may be written with {@code +} for {@code -}. Characters of user and password
 * that have a meaning in URLs are written as {@code %XX}.
 *
 * <p>{@link #toString()} leaves the password out.
 */
final class RedisUrl {
  /** Calls that may await their reply at once; each gateway and worker has few. */
  private static final int CALLS_AWAITING_REPLY = 4096;

  /** One connection carries all calls in order; a second is there for the cluster's own. */
  private static final int CONNECTIONS_PER_NODE = 2;

  private static final int WAITING_FOR_CONNECTION = 64;

  private static final int SENTINEL_PORT = 26_379;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>(?<protocol>rediss?)([+-](?<kind>cluster|sentinel))?)://"
              + "(?:(?<login>.*)@)?"
              + "(?<hosts>[^/?@,#]+(?:,[^/?@,#]+)*)"
              + "(?:/(?<database>\\d{0,9}))?"
              + "(?:\\?ca=(?<ca>[^&#]+))?"
              + "(?:#(?<primary>[\\w.-]*))?");

  private static final Pattern WITHOUT_PORT = Pattern.compile("\\[[^\\]]*]|[^:]+");

  private final String scheme;
  private final boolean tls;
  private final boolean cluster;
  private final boolean sentinel;
  private final Optional<String> user;
  private final Optional<String> password;
  private final List<String> hosts;
  private final String database;
  private final Optional<String> ca;
  private final String primary;

  private RedisUrl(Matcher url) {
    scheme = url.group("scheme");
    tls = url.group("protocol").equals("rediss");
    cluster = "cluster".equals(url.group("kind"));
    sentinel = "sentinel".equals(url.group("kind"));
    Optional<String> login = Optional.ofNullable(url.group("login"));
    int colon = login.map(text -> text.indexOf(':')).orElse(-1);
    user =
        login
            .map(text -> decode(colon < 0 ? text : text.substring(0, colon)))
            .filter(text -> !text.isEmpty());
    password = login.filter(text -> colon >= 0).map(text -> decode(text.substring(colon + 1)));
    hosts = Arrays.asList(url.group("hosts").split(","));
    database = Optional.ofNullable(url.group("database")).orElse("");
    ca = Optional.ofNullable(url.group("ca")).map(RedisUrl::decode);
    primary = Optional.ofNullable(url.group("primary")).orElse("");
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it has no such form; the message doesn't repeat the URL,
   *     for it may hold a password
   */
  static RedisUrl parse(String text) {
    Matcher url = FORM.matcher(text);
    if (!url.matches()) {
      throw wrong(
          "expected redis://[[user]:password@]host[:port][/database], rediss://… for TLS,"
              + " redis-cluster://host:port,host:port for a Redis Cluster, or"
              + " redis-sentinel://host:port,host:port/database#primary for Sentinels (special"
              + " characters of the password as %XX)",
          text.contains("://")
              ? "another form after " + text.substring(0, text.indexOf("://") + 3)
              : "no ://");
    }
    RedisUrl parsed = new RedisUrl(url);
    parsed.check();
    return parsed;
  }

  private void check() {
    if (!cluster && !sentinel && hosts.size() > 1) {
      throw wrong(
          "several hosts make sense for redis-cluster:// and redis-sentinel:// only", toString());
    }
    if (cluster && !database.isEmpty() && !database.equals("0")) {
      throw wrong("a Redis Cluster has database 0 only", toString());
    }
    if (sentinel && primary.isEmpty()) {
      throw wrong(
          "Sentinels need the name of the primary that they watch, as in"
              + " redis-sentinel://host:26379/0#mymaster",
          toString());
    }
    if (!sentinel && !primary.isEmpty()) {
      throw wrong("a name after # makes sense for redis-sentinel:// only", toString());
    }
  }

  private static IllegalArgumentException wrong(String expected, String found) {
    return new IllegalArgumentException(
        "the URL of Redis: %s; found %s".formatted(expected, found));
  }

  boolean isSentinel() {
    return sentinel;
  }

  /** The name under which Sentinels watch the primary; empty if this is no URL of Sentinels. */
  String primary() {
    return primary;
  }

  boolean hasPassword() {
    return password.isPresent();
  }

  /** {@code host:port} of each Sentinel, or as written of each Redis. */
  List<String> hosts() {
    return sentinel ? hosts.stream().map(RedisUrl::withSentinelPort).toList() : hosts;
  }

  private static String withSentinelPort(String host) {
    return WITHOUT_PORT.matcher(host).matches() ? host + ":" + SENTINEL_PORT : host;
  }

  /**
   * The client's options, every limit set.
   *
   * @param connectTimeout how long the connection itself may take, up to 24 days
   * @param from {@code host:port} of the Redis, or of nodes of the Redis Cluster in the order in
   *     which they are asked for the others
   */
  RedisOptions options(Duration connectTimeout, List<String> from) {
    RedisOptions options =
        new RedisOptions()
            .setType(cluster ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
            .setNetClientOptions(net(connectTimeout))
            .setMaxPoolSize(CONNECTIONS_PER_NODE)
            .setMaxPoolWaiting(WAITING_FOR_CONNECTION)
            .setMaxWaitingHandlers(CALLS_AWAITING_REPLY)
            .setEndpoints(from.stream().map(this::endpoint).toList());
    return login(options);
  }

  /** The options of a client of one Sentinel, with the URL's login or without any. */
  RedisOptions sentinelOptions(Duration connectTimeout, String from, boolean login) {
    RedisOptions options =
        new RedisOptions()
            .setNetClientOptions(net(connectTimeout))
            .setMaxPoolSize(1)
            .setMaxPoolWaiting(1)
            .setEndpoints(List.of((tls ? "rediss://" : "redis://") + from));
    return login ? login(options) : options;
  }

  private RedisOptions login(RedisOptions options) {
    user.ifPresent(options::setUser);
    password.ifPresent(options::setPassword);
    return options;
  }

  private NetClientOptions net(Duration connectTimeout) {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout((int) Math.min(connectTimeout.toMillis(), Integer.MAX_VALUE))
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (tls) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      ca.ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    }
    return net;
  }

  private String endpoint(String host) {
    String endpoint = (tls ? "rediss://" : "redis://") + host;
    return cluster || database.isEmpty() ? endpoint : endpoint + "/" + database;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return scheme
        + "://"
        + String.join(",", hosts)
        + (database.isEmpty() ? "" : "/" + database)
        + (primary.isEmpty() ? "" : "#" + primary);
  }
}
