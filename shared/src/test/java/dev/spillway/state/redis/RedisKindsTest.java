package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.PoolState;
import dev.spillway.state.PoolStateException;
import dev.spillway.test.OwnRedis;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole life of a server on a Redis Cluster, and over TLS. */
@ExtendWith(RealRedis.class)
class RedisKindsTest {
  private static final int SLOTS = 16_384;

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path directory;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void aRedisClusterHoldsPoolsInAnySlot(RealRedis.Server sibling) throws IOException {
    try (OwnRedis redis =
        new OwnRedis(
            sibling,
            directory,
            "--port",
            "PORT",
            "--cluster-enabled",
            "yes",
            "--cluster-announce-ip",
            "127.0.0.1")) {
      takeAllSlots(redis);
      RedisSharedState state = connect("redis+cluster://127.0.0.1:" + redis.port());
      for (String pool : List.of("web", "api", "a-third")) {
        ServerLife.run(state.pool(pool), state.pool(pool));
      }
      await(state.publishServersView("[]"));
      await(state.ping());
      await(state.close());
    }
  }

  private void takeAllSlots(OwnRedis redis) {
    Redis client = Redis.createClient(vertx, "redis://127.0.0.1:" + redis.port());
    RedisConnection connection = await(client.connect());
    Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
    for (int slot = 0; slot < SLOTS; slot++) {
      slots.arg(slot);
    }
    await(connection.send(slots));
    until(
        "the cluster is whole",
        () ->
            await(connection.send(Request.cmd(Command.CLUSTER).arg("INFO")))
                .toString()
                .contains("cluster_state:ok"));
    await(client.close());
  }

  @Test
  void poolsAreSpreadOverAClusterFollowedWhenTheyMoveAndFoundAgainAfterACrash(
      RealRedis.Server sibling) throws IOException {
    try (ClusterOfThree cluster = new ClusterOfThree(vertx, sibling, directory)) {
      RedisSharedState state = connect(cluster.url());
      List<String> pools = IntStream.range(0, 12).mapToObj(i -> "pool-" + i).toList();
      for (String pool : pools) {
        ServerLife.run(state.pool(pool), state.pool(pool));
      }
      await(state.publishServersView("[]"));
      assertThat(cluster.keysPerNode()).as("keys on each node").allMatch(keys -> keys > 0);

      cluster.move("moved");
      ServerLife.run(state.pool("moved"), state.pool("moved"));

      cluster.crashAndStart(2);
      for (String pool : pools) {
        until(pool + " is served again", () -> answers(state.pool(pool)));
      }
      await(state.close());
    }
  }

  private static boolean answers(PoolState pool) {
    try {
      return await(pool.snapshot()).servers().isEmpty();
    } catch (PoolStateException notYet) {
      return false;
    }
  }

  @Test
  void overTlsTheServersCertificateIsChecked(RealRedis.Server sibling) throws IOException {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    PemKeyCertOptions files = certificate.keyCertOptions();
    try (OwnRedis redis =
        new OwnRedis(
            sibling,
            directory,
            "--port",
            "0",
            "--tls-port",
            "PORT",
            "--tls-auth-clients",
            "no",
            "--tls-cert-file",
            files.getCertPath(),
            "--tls-key-file",
            files.getKeyPath(),
            "--tls-ca-cert-file",
            files.getCertPath())) {
      String url = "rediss://localhost:" + redis.port();
      RedisSharedState state = connect(url + "?ca=" + files.getCertPath());
      ServerLife.run(state.pool("web"), state.pool("web"));
      await(state.close());

      assertThatThrownBy(() -> connect(url))
          .as("an unknown authority")
          .isInstanceOf(PoolStateException.class);
    } finally {
      certificate.delete();
    }
  }

  private RedisSharedState connect(String url) {
    RedisConfig config =
        new RedisConfig(url, OutagePolicy.SERVE, Duration.ofSeconds(30), ServerLife.LEASE);
    return await(RedisSharedState.connect(vertx, config));
  }
}
