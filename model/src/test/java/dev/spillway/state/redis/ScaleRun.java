package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** A pool of so many servers and gateways on a real Redis, and what each script costs there. */
final class ScaleRun implements AutoCloseable {
  private static final int CAPACITY = 100;
  private static final Duration LEASE = Duration.ofMinutes(10); // none lapses while it is measured
  private static final int ROUNDS = 4;
  private static final Duration CLAIM = Duration.ofMinutes(10);

  private final RealRedis.Server redis;
  private final RedisSharedState state;
  private final PoolState pool;
  private final PoolLimits limits;
  private final int servers;
  private final int gateways;
  private final List<String> names = new ArrayList<>();
  private final long[] sequences;
  private final List<ExchangeAnswer> answers = new ArrayList<>();

  /**
   * What one script costs.
   *
   * @param medianMicros one call at a time, there and back
   * @param worstMicros the slowest of a hundred, likewise
   * @param perSecond with many calls under way: what Redis' one thread can do
   */
  record Measured(
      int servers,
      int gateways,
      String script,
      int calls,
      long medianMicros,
      long worstMicros,
      long perSecond,
      long memory) {

    String told() {
      return "| %,d | %d | %s | %,d | %,d | %,d | %,d |"
          .formatted(
              servers, gateways, script, medianMicros, worstMicros, perSecond, memory / 1024);
    }
  }

  ScaleRun(Vertx vertx, RealRedis.Server redis, int servers, int gateways) {
    this.redis = redis;
    this.servers = servers;
    this.gateways = gateways;
    this.sequences = new long[gateways];
    this.limits = new PoolLimits(servers, servers, CAPACITY, LEASE);
    RedisConfig config =
        new RedisConfig(redis.url(), OutagePolicy.SERVE, Duration.ofSeconds(60), LEASE);
    this.state = await(RedisSharedState.connect(vertx, config));
    this.pool = state.pool("web");
    fill();
  }

  private void fill() {
    names.addAll(await(pool.sweep("worker", limits)).created());
    for (String name : names) {
      await(pool.claimStart(name, "worker", CLAIM));
      await(pool.ready(name, "worker", "http://" + name + ":5000", CAPACITY));
    }
    // The first round gives the first gateway everything; then each gives back what isn't its
    // share.
    for (int round = 0; round < 3; round++) {
      for (int gateway = 0; gateway < gateways; gateway++) {
        ExchangeAnswer answer = await(exchange(gateway));
        if (answers.size() > gateway) {
          answers.set(gateway, answer);
        } else {
          answers.add(answer);
        }
      }
    }
  }

  /** A gateway's regular report: its even share of every server, half of it in flight. */
  private Future<ExchangeAnswer> exchange(int gateway) {
    int share = CAPACITY / gateways;
    List<Holding> holdings = new ArrayList<>();
    if (answers.size() > gateway) {
      for (ExchangeAnswer.Grant grant : answers.get(gateway).grants()) {
        int held = Math.min(share, grant.mayHold());
        if (held > 0) {
          holdings.add(new Holding(grant.server(), held, held / 2, 0));
        }
      }
    }
    long sequence = ++sequences[gateway];
    return pool.exchange(
        new ExchangeReport("gateway-" + gateway, sequence, sequence > 1, 0, false, holdings),
        limits);
  }

  List<Measured> measure(int calls) {
    List<Measured> measured = new ArrayList<>();
    measured.add(measure("exchange", calls, call -> exchange(call % gateways)));
    measured.add(measure("sweep", calls, call -> pool.sweep("worker", limits)));
    measured.add(measure("snapshot", calls, call -> pool.snapshot()));
    measured.add(
        measure(
            "drain-if-idle",
            calls,
            call -> pool.drainIfIdle(names.get(call % servers), CLAIM, limits)));
    measured.add(
        measure(
            "claim-stop",
            calls,
            call -> pool.claimStop(names.get(call % servers), "worker", CLAIM)));
    return measured;
  }

  private Measured measure(String script, int calls, IntFunction<Future<?>> call) {
    long[] micros = new long[calls];
    for (int i = 0; i < calls; i++) {
      long began = System.nanoTime();
      await(call.apply(i));
      micros[i] = (System.nanoTime() - began) / 1000;
    }
    Arrays.sort(micros);
    long began = redisMicros(script);
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<?>> underWay = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        underWay.add(call.apply(i));
      }
      await(Future.all(underWay));
    }
    long used = Math.max(1, redisMicros(script) - began);
    return new Measured(
        servers,
        gateways,
        script,
        calls,
        micros[calls / 2],
        micros[calls - 1 - calls / 100],
        1_000_000L * ROUNDS * calls / used,
        memory());
  }

  /** Processor time that Redis has used so far, in its main thread. */
  private long redisMicros(String script) {
    return redis
            .process()
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(
                () -> new IllegalStateException("no processor time of Redis for " + script))
            .toNanos()
        / 1000;
  }

  private long memory() {
    return List.of("servers", "granted", "inflight", "last", "gateways", "seq", "workers", "meta")
            .stream()
            .mapToLong(key -> usage("spillway:{web}:" + key))
            .sum()
        + gateways * usage("spillway:{web}:permits:gateway-0");
  }

  private long usage(String key) {
    String reply = redis.command("MEMORY USAGE " + key + " SAMPLES 0");
    return reply.startsWith(":") ? Long.parseLong(reply.substring(1)) : 0;
  }

  @Override
  public void close() {
    await(state.close());
  }
}
