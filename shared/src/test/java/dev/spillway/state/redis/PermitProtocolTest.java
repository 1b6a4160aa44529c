package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.state.PoolLimits;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants hold over any interleaving, whatever is lost, late, repeated or dead. */
@ExtendWith(RealRedis.class)
class PermitProtocolTest {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final int STEPS = 1500;

  private final Vertx vertx = Vertx.vertx();
  private RedisSharedState state;
  private TestClock clock;

  @BeforeEach
  void connect(RealRedis.Server redis) {
    clock = new TestClock(vertx, redis.url());
    RedisConfig config =
        new RedisConfig(redis.url(), OutagePolicy.SERVE, Duration.ofSeconds(30), LEASE);
    state = await(RedisSharedState.connect(vertx, config, TestClock.SCRIPTS));
  }

  @AfterEach
  void close() {
    await(state.close());
    await(vertx.close());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void holdsWithoutFaults(long seed) {
    run(seed, Simulation.Faults.NONE);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void holdsWhenMessagesAreLostLateAndRepeated(long seed) {
    run(seed, Simulation.Faults.NETWORK);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void holdsWhenRedisComesBackWithOlderData(long seed) {
    run(seed, Simulation.Faults.FAILOVER);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void holdsWhenAlsoLeasesLapseProcessesDieAndRedisLosesItsData(long seed) {
    run(seed, Simulation.Faults.ALL);
  }

  private void run(long seed, Simulation.Faults faults) {
    SplittableRandom random = new SplittableRandom(seed);
    PoolLimits limits =
        new PoolLimits(random.nextInt(3), 3 + random.nextInt(3), 1 + random.nextInt(4), LEASE);
    Simulation simulation =
        new Simulation(state.pool("web"), limits, clock, random, faults, 1 + random.nextInt(4));
    try {
      for (int step = 0; step < STEPS; step++) {
        simulation.step();
      }
      simulation.calmDown();
    } catch (AssertionError e) {
      throw new AssertionError(
          "seed %d: %s%n%s".formatted(seed, e.getMessage(), simulation.history()), e);
    }
    assertThat(simulation.begun).as("requests begun").isPositive();
  }
}
