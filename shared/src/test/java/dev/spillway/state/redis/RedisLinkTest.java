package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when Redis goes away, forgets, refuses or hangs. */
@ExtendWith(RealRedis.class)
class RedisLinkTest {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final PoolLimits LIMITS = new PoolLimits(1, 3, 4, LEASE);

  private final Vertx vertx = Vertx.vertx();
  private final List<RedisSharedState> states = new ArrayList<>();
  private final BlockingQueue<Boolean> reachability = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    states.forEach(state -> await(state.close()));
    await(vertx.close());
  }

  private RedisSharedState connect(String url, Duration timeout) {
    RedisSharedState state = await(RedisSharedState.connect(vertx, config(url, timeout)));
    state.onReachability(reachability::add);
    states.add(state);
    return state;
  }

  private static RedisConfig config(String url, Duration timeout) {
    return new RedisConfig(url, OutagePolicy.SERVE, timeout, LEASE);
  }

  private boolean nextReachability() throws InterruptedException {
    Boolean told = reachability.poll(60, TimeUnit.SECONDS);
    assertThat(told).as("reachability told").isNotNull();
    return told;
  }

  @Test
  void worksWithRedisOwnClock(RealRedis.Server redis) {
    PoolState pool = connect(redis.url(), Duration.ofSeconds(30)).pool("web");
    long before = System.currentTimeMillis();

    await(pool.sweep("worker", LIMITS));

    assertThat(await(pool.snapshot()).now()).isBetween(before, System.currentTimeMillis());
    assertThat(await(pool.snapshot()).servers()).hasSize(1);
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain(RealRedis.Server redis) {
    PoolState pool = connect(redis.url(), Duration.ofSeconds(30)).pool("web");
    await(pool.sweep("worker", LIMITS));
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");

    assertThat(await(pool.sweep("worker", LIMITS)).servers()).hasSize(1);
  }

  @Test
  void callsFailAtOnceWhileRedisIsGoneAndWorkAgainWhenItIsBack(RealRedis.Server redis)
      throws InterruptedException {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    redis.stop();
    assertThat(nextReachability()).isFalse();

    assertThatThrownBy(() -> await(state.pool("web").snapshot()))
        .isInstanceOf(PoolStateException.class)
        .hasMessageStartingWith("snapshot of pool web: redis://127.0.0.1:")
        .hasMessageContaining("can't be reached");
    assertThatThrownBy(() -> await(state.ping())).isInstanceOf(PoolStateException.class);

    redis.startIfStopped();
    assertThat(nextReachability()).isTrue();
    await(state.ping());
    assertThat(await(state.pool("web").snapshot()).servers()).isEmpty();
  }

  @Test
  void aRestartThatLosesTheDataMakesThePoolSettleByGatewaysReports(RealRedis.Server redis)
      throws InterruptedException {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    PoolState pool = state.pool("web");
    await(pool.exchange(new ExchangeReport("a", 1, false, 0, false, List.of()), LIMITS));
    redis.stop();
    assertThat(nextReachability()).isFalse();
    redis.startIfStopped();
    assertThat(nextReachability()).isTrue();

    List<Holding> holdings = List.of(new Holding("web-old1-1", 4, 2, 0));
    ExchangeAnswer answer =
        await(pool.exchange(new ExchangeReport("a", 2, true, 9, false, holdings), LIMITS));

    assertThat(answer.settling()).isTrue();
    assertThat(answer.created()).isEmpty();
    await(pool.adopt("web-old1-1", "http://found", LIMITS));
    assertThat(await(pool.snapshot()).servers().get(0).granted()).isEqualTo(4);
  }

  @Test
  void aRedisThatHangsFailsTheCallInTimeAndIsFoundAgain(RealRedis.Server redis) throws Exception {
    RedisSharedState state = connect(redis.url(), Duration.ofMillis(300));
    await(state.ping());
    signal(redis, "STOP");
    try {
      assertThatThrownBy(() -> await(state.pool("web").snapshot()))
          .isInstanceOf(PoolStateException.class)
          .hasMessageContaining("no answer within 300 ms");
      assertThat(nextReachability()).isFalse();
      assertThatThrownBy(() -> await(state.ping())).isInstanceOf(PoolStateException.class);
    } finally {
      signal(redis, "CONT");
    }
    assertThat(nextReachability()).isTrue();
    await(state.ping());
  }

  private static void signal(RealRedis.Server redis, String name)
      throws IOException, InterruptedException {
    long pid = redis.process().orElseThrow().pid();
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void aWrongPasswordIsToldWithoutShowingIt(RealRedis.Server redis) {
    String url = redis.url().replaceFirst("://:[^@]*@", "://:not-the-password@");

    assertThatThrownBy(
            () -> await(RedisSharedState.connect(vertx, config(url, Duration.ofSeconds(30)))))
        .isInstanceOf(PoolStateException.class)
        .hasMessageContaining("refuses the user and password")
        .hasMessageContaining("WRONGPASS")
        .hasMessageContaining("redis://127.0.0.1:")
        .hasMessageNotContaining("not-the-password");
  }

  @Test
  void noRedisAtTheUrlIsToldWithTheUrl(RealRedis.Server redis) {
    String url = redis.url();
    redis.stop();

    assertThatThrownBy(
            () -> await(RedisSharedState.connect(vertx, config(url, Duration.ofSeconds(30)))))
        .isInstanceOf(PoolStateException.class)
        .hasMessageMatching("(?s)connect: redis://127\\.0\\.0\\.1:\\d+/0 can't be reached: .*");
  }

  @Test
  void whatRedisRefusesIsToldAndTheConnectionKept(RealRedis.Server redis) {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    redis.command("SET spillway:{web}:servers nonsense");

    assertThatThrownBy(() -> await(state.pool("web").snapshot()))
        .isInstanceOf(PoolStateException.class)
        .hasMessageContaining("refused it: ")
        .hasMessageContaining("WRONGTYPE");
    await(state.ping());
    assertThat(reachability).isEmpty();
  }

  @Test
  void aRedisThatTakesNoWritesIsLeftUntilItDoes(RealRedis.Server redis)
      throws InterruptedException {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    assertThat(redis.command("REPLICAOF 127.0.0.1 1")).startsWith("+OK");
    try {
      assertThatThrownBy(() -> await(state.pool("web").sweep("worker", LIMITS)))
          .isInstanceOf(PoolStateException.class)
          .hasMessageContaining("READONLY");
      assertThat(nextReachability()).isFalse();
    } finally {
      redis.command("REPLICAOF NO ONE");
    }

    assertThat(nextReachability()).isTrue();
    assertThat(await(state.pool("web").sweep("worker", LIMITS)).servers()).hasSize(1);
  }

  @Test
  void eachDatabaseOfARedisHasItsOwnPools(RealRedis.Server redis) {
    PoolState first = connect(redis.url(), Duration.ofSeconds(30)).pool("web");
    PoolState second =
        connect(redis.url().replaceFirst("/0$", "/1"), Duration.ofSeconds(30)).pool("web");
    await(first.sweep("worker", LIMITS));

    assertThat(await(second.snapshot()).servers()).isEmpty();
  }

  @Test
  void poolsDoNotSeeEachOther(RealRedis.Server redis) {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    await(state.pool("web").sweep("worker", LIMITS));

    assertThat(await(state.pool("other").snapshot()).servers()).isEmpty();
    assertThat(state.pool("web")).isSameAs(state.pool("web"));
  }

  @Test
  void theViewForPeopleIsUnderTheKeyServers(RealRedis.Server redis) {
    await(connect(redis.url(), Duration.ofSeconds(30)).publishServersView("[]"));

    assertThat(redis.command("STRLEN servers")).isEqualTo(":2");
  }

  @Test
  void aCallCompletesOnTheContextOfItsCaller(RealRedis.Server redis) {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));
    List<Context> contexts = Stream.generate(vertx::getOrCreateContext).limit(8).toList();

    for (Context context : contexts) {
      Promise<Context> seen = Promise.promise();
      context.runOnContext(
          ignored -> state.ping().onComplete(done -> seen.complete(Vertx.currentContext())));
      assertThat(await(seen.future())).isEqualTo(context);
    }
  }

  @Test
  void manyCallsAtOnceAreAnsweredEach(RealRedis.Server redis) {
    PoolState pool = connect(redis.url(), Duration.ofSeconds(30)).pool("web");
    // Redis has the script from here on. Before, calls that it refuses for the lack of it are sent
    // once more, behind later ones, and their reports come too late.
    await(pool.exchange(report(1), LIMITS));
    List<Long> sequences = LongStream.rangeClosed(2, 501).boxed().toList();

    List<Future<ExchangeAnswer>> calls =
        sequences.stream().map(sequence -> pool.exchange(report(sequence), LIMITS)).toList();

    await(Future.all(calls));
    assertThat(calls).allMatch(call -> call.result().accepted());
    assertThat(calls).extracting(call -> call.result().sequence()).isEqualTo(sequences);
  }

  private static ExchangeReport report(long sequence) {
    return new ExchangeReport("a", sequence, true, 0, false, List.of());
  }

  @Test
  void closingEndsTheConnectionsAndTellsNothing(RealRedis.Server redis) {
    RedisSharedState state = connect(redis.url(), Duration.ofSeconds(30));

    await(state.close());

    assertThatThrownBy(() -> await(state.ping())).isInstanceOf(PoolStateException.class);
    assertThat(reachability).isEmpty();
  }
}
