package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.PoolStateException;
import dev.spillway.test.RealRedis;
import dev.spillway.test.SentinelSet;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A primary with its replica and real Sentinels: whoever is the primary is found. */
@ExtendWith(RealRedis.class)
class FailoverTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final PoolLimits LIMITS = new PoolLimits(1, 3, 4, LEASE);

  private final Vertx vertx = Vertx.vertx();
  private final Queue<Throwable> escaped = new ConcurrentLinkedQueue<>();
  private final Queue<Boolean> reachability = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;

  @BeforeEach
  void watch() {
    vertx.exceptionHandler(
        cause -> {
          if (!isSecondEnd(cause)) {
            escaped.add(cause);
          }
        });
  }

  /**
   * Vert.x' client asserts that a connection ends once; one that is reset by a killed server is
   * told to it as failed and then as ended. Where assertions are off, the second repeats the first.
   */
  private static boolean isSecondEnd(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return cause instanceof AssertionError
        && trace.length > 0
        && trace[0].getClassName().endsWith(".RedisStandaloneConnection")
        && trace[0].getMethodName().equals("end");
  }

  @AfterEach
  void close() {
    await(vertx.close());
    assertThat(escaped).isEmpty();
  }

  private RedisSharedState connect(String url) {
    RedisConfig config = new RedisConfig(url, OutagePolicy.SERVE, TIMEOUT, LEASE);
    RedisSharedState state = await(RedisSharedState.connect(vertx, config));
    state.onReachability(reachability::add);
    return state;
  }

  @Test
  void callsGoOnAtTheNewPrimaryWhenTheOldOneIsKilled(RealRedis.Server sibling) throws IOException {
    try (SentinelSet redis = new SentinelSet(vertx, sibling, directory, List.of())) {
      RedisSharedState state = connect(redis.url());
      PoolState pool = state.pool("web");
      String server = await(pool.sweep("worker", LIMITS)).created().get(0);
      await(pool.claimStart(server, "worker", LEASE));
      await(pool.ready(server, "worker", "http://there", 4));
      AtomicLong sequence = new AtomicLong();
      assertThat(report(pool, sequence).settling()).isFalse();
      replicated(redis);

      redis.primary().kill();
      until("an exchange is answered again", () -> answered(pool, sequence));

      assertThat(reachability).startsWith(false, true);
      assertThat(redis.role(redis.replica())).isEqualTo("master");
      assertThat(await(pool.snapshot()).servers())
          .singleElement()
          .satisfies(kept -> assertThat(kept.name()).isEqualTo(server));

      await(state.close());
    }
  }

  private static ExchangeAnswer report(PoolState pool, AtomicLong sequence) {
    return await(
        pool.exchange(
            new ExchangeReport("a", sequence.incrementAndGet(), true, 0, false, List.<Holding>of()),
            LIMITS));
  }

  private static boolean answered(PoolState pool, AtomicLong sequence) {
    try {
      return report(pool, sequence).accepted();
    } catch (PoolStateException notYet) {
      return false;
    }
  }

  /** What this test looks at afterwards must have crossed: replication is asynchronous. */
  private static void replicated(SentinelSet redis) {
    until(
        "the replica has all",
        () ->
            redis
                    .ask(redis.replica(), Request.cmd(Command.HLEN).arg("spillway:{web}:gateways"))
                    .toInteger()
                == 1);
  }

  @Test
  void aPlannedFailoverIsFollowedBySentinelsWithAPassword(RealRedis.Server sibling)
      throws IOException {
    List<String> guarded = List.of("requirepass " + SentinelSet.PASSWORD);
    try (SentinelSet redis = new SentinelSet(vertx, sibling, directory, guarded)) {
      assertThatThrownBy(() -> connect(redis.url().replace("#mymaster", "#other")))
          .isInstanceOf(PoolStateException.class)
          .hasMessageContaining("no Sentinel knows the primary (127.0.0.1:")
          .hasMessageContaining("No such master with that name")
          .hasMessageNotContaining(SentinelSet.PASSWORD);
      RedisSharedState state = connect(redis.url());
      PoolState pool = state.pool("web");
      AtomicLong sequence = new AtomicLong();
      report(pool, sequence);
      replicated(redis);

      redis.ask(
          redis.anySentinel(), Request.cmd(Command.SENTINEL).arg("FAILOVER").arg(SentinelSet.NAME));
      until("the old primary is left", () -> reachability.contains(false));
      until("an exchange is answered again", () -> answered(pool, sequence));

      Request newest = Request.cmd(Command.HGET).arg("spillway:{web}:seq").arg("a");
      assertThat(redis.ask(redis.replica(), newest).toString()).startsWith(sequence + ":");
      await(state.close());
    }
  }
}
