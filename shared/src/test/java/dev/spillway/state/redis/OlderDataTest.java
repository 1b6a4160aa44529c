package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.StopDecision;
import dev.spillway.test.OwnRedis;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Redis is started with a snapshot that lacks what was granted since. */
@ExtendWith(RealRedis.class)
class OlderDataTest {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int CAPACITY = 4;
  private static final PoolLimits LIMITS = new PoolLimits(0, 3, CAPACITY, LEASE);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger timesBack = new AtomicInteger();
  private OwnRedis redis;
  private RedisSharedState state;
  private PoolState pool;
  private String server;

  @TempDir Path directory;

  @BeforeEach
  void start(RealRedis.Server sibling) throws IOException {
    redis = new OwnRedis(sibling, directory, "--port", "PORT");
    RedisConfig config = new RedisConfig(url(), OutagePolicy.SERVE, Duration.ofSeconds(30), LEASE);
    state = await(RedisSharedState.connect(vertx, config));
    state.onReachability(reachable -> timesBack.addAndGet(reachable ? 1 : 0));
    pool = state.pool("web");
    await(pool.sweep("worker", LIMITS)); // nothing is started before a worker's first round
    server = exchange("first", 1, 1).created().get(0);
    await(pool.claimStart(server, "worker", LEASE));
    await(pool.ready(server, "worker", "http://there", CAPACITY));
    await(pool.exchange(new ExchangeReport("first", 2, true, 0, true, List.of()), LIMITS));
  }

  @AfterEach
  void close() {
    await(state.close());
    await(vertx.close());
    redis.close();
  }

  private String url() {
    return "redis://127.0.0.1:" + redis.port();
  }

  private void save() {
    Redis client = Redis.createClient(vertx, url());
    await(client.send(Request.cmd(Command.SAVE)).eventually(client::close));
  }

  private void startAgainWithWhatWasSaved() throws IOException {
    int before = timesBack.get();
    redis.kill();
    redis.start();
    until("the link is back", () -> timesBack.get() > before);
  }

  private ExchangeAnswer exchange(String gateway, long sequence, int waiting, Holding... holdings) {
    ExchangeReport report =
        new ExchangeReport(gateway, sequence, sequence > 1, waiting, false, List.of(holdings));
    return await(pool.exchange(report, LIMITS));
  }

  private Holding holding(int held) {
    return new Holding(server, held, held, 0);
  }

  private int mayHold(ExchangeAnswer answer) {
    return answer.grants().stream()
        .filter(grant -> grant.server().equals(server))
        .mapToInt(ExchangeAnswer.Grant::mayHold)
        .sum();
  }

  @Test
  void whatItLacksIsGrantedToNobodyElse() throws IOException {
    save();
    assertThat(mayHold(exchange("a", 1, CAPACITY))).isEqualTo(CAPACITY);
    startAgainWithWhatWasSaved();

    ExchangeAnswer stranger = exchange("b", 1, CAPACITY);
    assertThat(mayHold(stranger)).as("before a has reported").isZero();
    assertThat(stranger.created()).isEmpty();

    ExchangeAnswer holder = exchange("a", 2, 0, holding(CAPACITY));
    assertThat(holder.settling()).isTrue();
    assertThat(mayHold(holder)).isEqualTo(CAPACITY);
    assertThat(mayHold(exchange("b", 2, CAPACITY))).isZero();
  }

  @Test
  void whatWasPassedOnSinceIsWhoseHoldsItNow() throws IOException {
    exchange("a", 1, CAPACITY);
    exchange("b", 1, CAPACITY);
    save();
    exchange("a", 2, 0, holding(1));
    assertThat(mayHold(exchange("b", 2, CAPACITY))).isEqualTo(CAPACITY - 1);
    startAgainWithWhatWasSaved();

    assertThat(mayHold(exchange("b", 3, 0, holding(CAPACITY - 1)))).isEqualTo(CAPACITY - 1);
    assertThat(mayHold(exchange("a", 3, CAPACITY, holding(1)))).isEqualTo(1);
    assertThat(await(pool.snapshot()).servers().get(0).granted()).isEqualTo(CAPACITY);
  }

  @Test
  void noServerIsDrainedOrStoppedForWhatItSays() throws IOException {
    await(pool.drainIfIdle(server, Duration.ZERO, LIMITS));
    save();
    startAgainWithWhatWasSaved();

    assertThat(await(pool.claimStop(server, "worker", LEASE))).isEqualTo(StopDecision.SETTLING);
    assertThat(await(pool.sweep("worker", LIMITS)).settling()).isTrue();
    assertThat(await(pool.claimStop(server, "worker", LEASE))).isEqualTo(StopDecision.SETTLING);
  }

  @Test
  void noServerIsDrainedForAnIdleTimeThatMayBeOver() throws IOException {
    save();
    startAgainWithWhatWasSaved();

    assertThat(await(pool.drainIfIdle(server, Duration.ZERO, LIMITS)).outcome())
        .isEqualTo(DrainDecision.Outcome.SETTLING);
  }
}
