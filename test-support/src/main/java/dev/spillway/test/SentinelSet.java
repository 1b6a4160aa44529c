package dev.spillway.test;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A primary, a replica, and three Sentinels that watch them; they fail over within seconds. */
public final class SentinelSet implements AutoCloseable {
  /** What the Sentinels call the primary. */
  public static final String NAME = "mymaster";

  /** Of the primary and its replica. */
  public static final String PASSWORD = "of-redis";

  private static final int SENTINELS = 3;
  private static final Pattern ROLE = Pattern.compile("role:(\\w+)");
  private static final int HURRIED_MILLIS = 200;
  private static final String[] SETTINGS = {
    "--port",
    "PORT",
    "--requirepass",
    PASSWORD,
    "--masterauth",
    PASSWORD,
    // Else a replica waits five seconds for others that want the same.
    "--repl-diskless-sync-delay",
    "0",
  };

  private final Vertx vertx;
  private final List<OwnRedis> all = new ArrayList<>();
  private final OwnRedis primary;
  private final OwnRedis replica;

  /**
   * Starts them, and waits until each Sentinel knows all others and the replica.
   *
   * @param settings more lines for each Sentinel
   */
  public SentinelSet(Vertx vertx, RealRedis.Server sibling, Path directory, List<String> settings)
      throws IOException {
    this.vertx = vertx;
    primary = added(new OwnRedis(sibling, part(directory, "a"), SETTINGS));
    List<String> follow = new ArrayList<>(List.of(SETTINGS));
    follow.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(primary.port())));
    replica = added(new OwnRedis(sibling, part(directory, "b"), follow.toArray(String[]::new)));
    for (int i = 0; i < SENTINELS; i++) {
      Path own = part(directory, "sentinel-" + i);
      List<String> lines = new ArrayList<>(settings);
      lines.add("sentinel monitor " + NAME + " 127.0.0.1 " + primary.port() + " 2");
      lines.add("sentinel auth-pass " + NAME + " " + PASSWORD);
      lines.add("sentinel down-after-milliseconds " + NAME + " 500");
      lines.add("sentinel failover-timeout " + NAME + " 2000");
      added(OwnRedis.sentinel(sibling, own, lines));
    }
    sentinels().forEach(this::hurry);
    until("the Sentinels know each other and the replica", () -> sentinels().allMatch(this::ready));
  }

  private static Path part(Path directory, String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** The one that is the primary before any failover. */
  public OwnRedis primary() {
    return primary;
  }

  /** The one that follows it. */
  public OwnRedis replica() {
    return replica;
  }

  /** One of the Sentinels. */
  public OwnRedis anySentinel() {
    return all.get(2);
  }

  private OwnRedis added(OwnRedis redis) {
    all.add(redis);
    return redis;
  }

  private Stream<OwnRedis> sentinels() {
    return all.stream().skip(2);
  }

  /** Has it look around more often, where its version can: only the test's patience is shorter. */
  private void hurry(OwnRedis sentinel) {
    for (String period : List.of("INFO", "PING", "ASK", "PUBLISH", "MIN-LINK-RECONNECT")) {
      Request request = Request.cmd(Command.SENTINEL).arg("DEBUG");
      await(send(sentinel, request.arg(period + "-PERIOD").arg(HURRIED_MILLIS)).otherwiseEmpty());
    }
  }

  /** {@code master} or {@code slave}, Redis' words, or empty if it can't tell right now. */
  public String role(OwnRedis of) {
    Future<Response> answer = send(of, Request.cmd(Command.INFO).arg("replication"));
    return await(
        answer
            .map(info -> ROLE.matcher(info.toString()).results().findFirst().orElseThrow().group(1))
            .otherwise(""));
  }

  private boolean ready(OwnRedis sentinel) {
    Response state = ask(sentinel, Request.cmd(Command.SENTINEL).arg("MASTER").arg(NAME));
    return state.get("num-other-sentinels").toInteger() == SENTINELS - 1
        && state.get("num-slaves").toInteger() == 1
        && state.get("flags").toString().equals("master")
        && ask(replica, Request.cmd(Command.INFO).arg("replication"))
            .toString()
            .contains("master_link_status:up");
  }

  /** The answer of one of its parts to a command. */
  public Response ask(OwnRedis of, Request request) {
    return await(send(of, request));
  }

  private Future<Response> send(OwnRedis of, Request request) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + of.port())
            .setPassword(PASSWORD);
    Redis client = Redis.createClient(vertx, options);
    return client.send(request).eventually(client::close);
  }

  /** What {@code redis.url} names. */
  public String url() {
    return sentinels()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://:" + PASSWORD + "@", "/0#" + NAME));
  }

  @Override
  public void close() {
    all.forEach(OwnRedis::close);
  }
}
