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
 * rediss://…} for TLS, {@code redis+cluster://…} and {@code rediss+cluster://…} for a Redis
 * Cluster, with one or several {@code host:port} parted by commas. Characters of user and password
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

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>rediss?)(?<cluster>\\+cluster)?://"
              + "(?:(?<login>.*)@)?"
              + "(?<hosts>[^/?@,]+(?:,[^/?@,]+)*)"
              + "(?:/(?<database>\\d{0,9}))?"
              + "(?:\\?ca=(?<ca>[^&]+))?");

  private final boolean tls;
  private final boolean cluster;
  private final Optional<String> user;
  private final Optional<String> password;
  private final List<String> hosts;
  private final String database;
  private final Optional<String> ca;

  private RedisUrl(Matcher url) {
    tls = url.group("scheme").equals("rediss");
    cluster = url.group("cluster") != null;
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
      throw new IllegalArgumentException(
          "the URL of Redis: expected redis://[[user]:password@]host[:port][/database], rediss://…"
              + " for TLS, or redis+cluster://host:port,host:port for a Redis Cluster (special"
              + " characters of the password as %XX); found "
              + (text.contains("://")
                  ? "another form after " + text.substring(0, text.indexOf("://") + 3)
                  : "no ://"));
    }
    RedisUrl parsed = new RedisUrl(url);
    if (!parsed.cluster && parsed.hosts.size() > 1) {
      throw new IllegalArgumentException(
          "the URL of Redis: several hosts make sense for redis+cluster:// only; found " + parsed);
    }
    if (parsed.cluster && !parsed.database.isEmpty() && !parsed.database.equals("0")) {
      throw new IllegalArgumentException(
          "the URL of Redis: a Redis Cluster has database 0 only; found " + parsed);
    }
    return parsed;
  }

  /** The client's options, every limit set. */
  RedisOptions options(Duration connectTimeout) {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout((int) Math.min(connectTimeout.toMillis(), Integer.MAX_VALUE))
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (tls) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      ca.ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    }
    RedisOptions options =
        new RedisOptions()
            .setType(cluster ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
            .setNetClientOptions(net)
            .setMaxPoolSize(CONNECTIONS_PER_NODE)
            .setMaxPoolWaiting(WAITING_FOR_CONNECTION)
            .setMaxWaitingHandlers(CALLS_AWAITING_REPLY)
            .setEndpoints(hosts.stream().map(this::endpoint).toList());
    user.ifPresent(options::setUser);
    password.ifPresent(options::setPassword);
    return options;
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
    return (tls ? "rediss" : "redis")
        + (cluster ? "+cluster" : "")
        + "://"
        + String.join(",", hosts)
        + (database.isEmpty() ? "" : "/" + database);
  }
}
