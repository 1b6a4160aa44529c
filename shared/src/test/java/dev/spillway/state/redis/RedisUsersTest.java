package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.PoolStateException;
import dev.spillway.test.OwnRedis;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users of {@code deploy/redis-users.acl}: each may do what its role needs, and no more. */
@ExtendWith(RealRedis.class)
class RedisUsersTest {
  private static final Path USERS = Path.of("../deploy/redis-users.acl");
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/spillway/state/redis");

  private final Vertx vertx = Vertx.vertx();
  private OwnRedis redis;

  @TempDir Path directory;

  @BeforeEach
  void start(RealRedis.Server sibling) throws IOException {
    Path users = directory.resolve("users.acl");
    Files.writeString(users, Files.readString(USERS).replaceAll("#([A-Z]+)", ">$1"));
    redis = new OwnRedis(sibling, directory, "--port", "PORT", "--aclfile", users.toString());
  }

  @AfterEach
  void close() {
    await(vertx.close());
    redis.close();
  }

  private String url(String user) {
    String password = user.toUpperCase(Locale.ROOT);
    return "redis://%s:%s@127.0.0.1:%d/0".formatted(user, password, redis.port());
  }

  private RedisSharedState connect(String user) {
    return await(
        RedisSharedState.connect(
            vertx,
            new RedisConfig(
                url(user), OutagePolicy.SERVE, Duration.ofSeconds(30), ServerLife.LEASE)));
  }

  private Response send(String user, String command) {
    String[] words = command.split(" ", -1);
    Request request = Request.cmd(Command.create(words[0]));
    for (int i = 1; i < words.length; i++) {
      request.arg(words[i]);
    }
    Redis client = Redis.createClient(vertx, url(user));
    return await(client.send(request).eventually(client::close));
  }

  @Test
  void gatewayAndWorkerCanDoAllThatTheyDo() {
    RedisSharedState worker = connect("worker");

    ServerLife.run(connect("gateway").pool("web"), worker.pool("web"));

    await(worker.publishServersView("[]"));
    await(worker.ping());
  }

  /** Some are called only now and then; a refusal would show in production first. */
  @ParameterizedTest
  @ValueSource(strings = {"gateway", "worker"})
  void aRoleMayCallEveryCommandOfTheScripts(String user) throws IOException {
    Set<String> commands = new TreeSet<>();
    try (Stream<Path> scripts = Files.walk(SCRIPTS)) {
      for (Path script : scripts.filter(Files::isRegularFile).toList()) {
        Pattern.compile("redis\\.call\\('([A-Z]+)'")
            .matcher(Files.readString(script))
            .results()
            .forEach(call -> commands.add("+" + call.group(1).toLowerCase(Locale.ROOT)));
      }
    }
    String rules =
        Files.readAllLines(USERS).stream()
            .filter(line -> line.startsWith("user " + user + " "))
            .findFirst()
            .orElseThrow();

    assertThat(commands).contains("+hget", "+hgetall", "+hset");
    assertThat(rules.split(" ")).containsAll(commands);
  }

  @Test
  void aViewerLooksAndChangesNothing() {
    PoolLimits limits = new PoolLimits(2, 3, 4, ServerLife.LEASE);
    await(connect("worker").pool("web").sweep("worker", limits));
    PoolState seen = connect("viewer").pool("web");

    assertThat(await(seen.snapshot()).servers()).hasSize(2);
    assertThatThrownBy(() -> await(seen.sweep("viewer", limits)))
        .isInstanceOf(PoolStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gateway,SET servers []",
    "gateway,DEL spillway:{web}:servers",
    "viewer,HSET spillway:{web}:meta birth x",
    "viewer,SET servers []",
  })
  void aRoleKeepsToItsOwnKeysAndCommands(String user, String command) {
    assertRefused(user, command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "worker", "viewer"})
  void noRoleRulesTheServerOrReachesKeysOfOthers(String user) {
    for (String command :
        new String[] {
          "FLUSHALL",
          "KEYS *",
          "CONFIG GET *",
          "ACL LIST",
          "SHUTDOWN",
          "HGETALL other",
          "REPLICAOF 127.0.0.1 1",
          "SCRIPT FLUSH",
          "CLIENT KILL TYPE normal"
        }) {
      assertRefused(user, command);
    }
  }

  private void assertRefused(String user, String command) {
    assertThatThrownBy(() -> send(user, command))
        .as("%s: %s", user, command)
        .hasMessageStartingWith("NOPERM");
  }
}
