package dev.spillway.lb.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import dev.spillway.test.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What gateways under overload get, and what is left unused meanwhile: the real decisions and the
 * real scripts in virtual time, so that minutes are looked at and no machine is too slow.
 */
@ExtendWith(RealRedis.class)
class SharesTest {
  private static final Duration MEAN = Duration.ofMillis(30);

  static Stream<Arguments> pools() {
    return Stream.of(
        Arguments.of(2, 12, 2, 20),
        Arguments.of(2, 12, 3, 20),
        // Not to be divided evenly: turns of a second each.
        Arguments.of(1, 25, 2, 20),
        Arguments.of(3, 1, 2, 60),
        Arguments.of(1, 1, 2, 60),
        Arguments.of(1, 5, 3, 60),
        Arguments.of(4, 2, 5, 60));
  }

  @ParameterizedTest(name = "{0} servers of capacity {1}, {2} gateways")
  @MethodSource("pools")
  void gatewaysUnderEqualOverloadServeTheSame(
      int servers, int perServer, int gateways, int seconds, RealRedis.Server redis) {
    long seed = Seeds.ten().findFirst().orElseThrow();
    try (VirtualPool pool = new VirtualPool(redis.url(), servers, perServer, gateways, seed)) {
      // The first has all permits when the others begin to want some.
      for (VirtualGateway gateway : pool.gateways) {
        gateway.load(4 * servers * perServer, pool.around(MEAN));
        pool.pass(Duration.ofMillis(700));
      }
      pool.pass(Duration.ofSeconds(1));
      List<Long> before = served(pool);
      pool.pass(Duration.ofSeconds(seconds));
      List<Long> after = served(pool);
      List<Long> served =
          Stream.iterate(0, i -> i + 1)
              .limit(gateways)
              .map(i -> after.get(i) - before.get(i))
              .toList();
      long least = served.stream().min(Long::compare).orElseThrow();
      long most = served.stream().max(Long::compare).orElseThrow();
      assertThat((double) most / least).as("served %s, seed %d", served, seed).isLessThan(1.1);
    }
  }

  /**
   * Gathering for 5 ms, two exchanges of at most 2 ms each, and 2 ms over the event bus between.
   */
  private static final Duration AN_EXCHANGE = Duration.ofMillis(13);

  @Test
  void whatAnIdleGatewayHoldsIsUsedByABusyOneBeforeTwoExchangesAreOver(RealRedis.Server redis) {
    try (VirtualPool pool = new VirtualPool(redis.url(), 2, 12, 2, 1)) {
      VirtualGateway idle = pool.gateways.get(0);
      VirtualGateway busy = pool.gateways.get(1);
      for (int i = 0; i < 24; i++) {
        idle.request(pool.around(MEAN), false);
      }
      pool.pass(Duration.ofSeconds(2));
      assertThat(idle.served).isEqualTo(24);

      busy.load(48, pool.around(MEAN));
      pool.pass(Duration.ofSeconds(10));

      assertThat(pool.longestWaste()).isLessThan(AN_EXCHANGE);
    }
  }

  static LongStream seeds() {
    // The first had a gateway wait for a tenth of a second beside permits that nobody wanted.
    return LongStream.concat(LongStream.of(3990921963405208547L), Seeds.ten().limit(5));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noRequestWaitsForLongWhileAServerHasRoomThatNobodyUses(long seed, RealRedis.Server redis) {
    SplittableRandom random = new SplittableRandom(seed);
    try (VirtualPool pool = new VirtualPool(redis.url(), 3, 4, 3, seed)) {
      for (int step = 0; step < 200; step++) {
        VirtualGateway gateway = pool.gateways.get(random.nextInt(3));
        for (int i = random.nextInt(16); i > 0; i--) {
          gateway.request(pool.around(MEAN), false);
        }
        pool.pass(Duration.ofMillis(random.nextInt(60)));
      }
      pool.pass(Duration.ofSeconds(2));
      // Several permits on their way one after the other, but none for as long as a lost hint
      // costs.
      assertThat(pool.longestWaste()).isLessThan(Duration.ofNanos(Pace.LONGEST));
    }
  }

  private static List<Long> served(VirtualPool pool) {
    return pool.gateways.stream().map(gateway -> gateway.served).toList();
  }
}
