package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool on a real Redis whose clock stands still; what its tests say often, said shortly. */
@ExtendWith(RealRedis.class)
abstract class PoolFixture {
  static final Duration LEASE = Duration.ofSeconds(5);
  static final Duration CLAIM = Duration.ofSeconds(30);
  static final Duration IDLE = Duration.ofMinutes(2);

  /** No minimum, at most 3 servers, 4 requests each. */
  static final PoolLimits LIMITS = new PoolLimits(0, 3, 4, LEASE);

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Long> sequences = new HashMap<>();
  private final List<RedisSharedState> others = new ArrayList<>();
  private RedisSharedState state;
  private RedisConfig config;
  TestClock clock;
  PoolState pool;

  @BeforeEach
  void connect(RealRedis.Server redis) {
    clock = new TestClock(vertx, redis.url());
    config = new RedisConfig(redis.url(), OutagePolicy.SERVE, Duration.ofSeconds(30), LEASE);
    state = await(RedisSharedState.connect(vertx, config, TestClock.SCRIPTS));
    pool = state.pool("web");
    await(pool.sweep("worker", LIMITS)); // Nothing is started before a worker's first round.
  }

  /** The same pool as another process sees it, which remembers nothing yet. */
  PoolState another(String name) {
    RedisSharedState other = await(RedisSharedState.connect(vertx, config, TestClock.SCRIPTS));
    others.add(other);
    return other.pool(name);
  }

  @AfterEach
  void close() {
    others.forEach(other -> await(other.close()));
    await(state.close());
    await(vertx.close());
  }

  static Holding holding(String server, int held, int inFlight) {
    return new Holding(server, held, inFlight, inFlight > 0 ? 0 : -1);
  }

  /** The gateway's next report, with a good lease. */
  ExchangeAnswer exchange(String gateway, int waiting, Holding... holdings) {
    return exchange(LIMITS, gateway, true, waiting, holdings);
  }

  ExchangeAnswer exchange(
      PoolLimits limits, String gateway, boolean leaseGood, int waiting, Holding... holdings) {
    long sequence = sequences.merge(gateway, 1L, Long::sum);
    return send(
        limits,
        new ExchangeReport(gateway, sequence, leaseGood, waiting, false, List.of(holdings)));
  }

  ExchangeAnswer send(PoolLimits limits, ExchangeReport report) {
    return await(pool.exchange(report, limits));
  }

  /** Makes READY servers by the way every server goes; answers their names, oldest first. */
  List<String> ready(int count) {
    List<String> names =
        await(pool.sweep("worker", new PoolLimits(count, Math.max(3, count), 4, LEASE))).created();
    names.forEach(this::start);
    return new ArrayList<>(names);
  }

  String ready() {
    return ready(1).get(0);
  }

  void start(String server) {
    await(pool.claimStart(server, "worker", CLAIM));
    await(pool.ready(server, "worker", "http://" + server, LIMITS.capacity()));
  }

  void drain(String server) {
    await(pool.drainIfIdle(server, Duration.ZERO, LIMITS));
  }

  List<ServerRecord> servers() {
    return await(pool.snapshot()).servers();
  }

  ServerRecord server(String name) {
    return servers().stream().filter(server -> server.name().equals(name)).findAny().orElseThrow();
  }

  static int mayHold(ExchangeAnswer answer, String server) {
    return grant(answer, server).mayHold();
  }

  static int mayHold(ExchangeAnswer answer) {
    return answer.grants().stream().mapToInt(Grant::mayHold).sum();
  }

  static Grant grant(ExchangeAnswer answer, String server) {
    return answer.grants().stream()
        .filter(grant -> grant.server().equals(server))
        .findAny()
        .orElseThrow();
  }
}
