package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.DeathNote;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.ServerState;
import dev.spillway.state.redis.DeathRow.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that get ready and die, over and over, are replaced ever more slowly. */
class CrashLoopTest extends PoolFixture {
  private static final Duration WELL = Duration.ofSeconds(60);
  private static final PoolLimits ONE = new PoolLimits(1, 3, 4, LEASE);

  @Test
  void theFirstIsReplacedAtOnceAndFurtherOnesAfterAWaitThatDoublesUpToAMinute() {
    int deaths = 0;
    for (long wait : List.of(0, 1, 2, 4, 8, 16, 32, 60, 60)) {
      String server = startOne();
      clock.advance(59_999);
      assertThat(die(server)).isEqualTo(new DeathNote(true, ++deaths, 1000 * wait));
      if (wait > 0) {
        assertThat(await(pool.snapshot()).retryAt()).isEqualTo(clock.now() + 1000 * wait);
        clock.advance(1000 * wait - 1);
        assertThat(created()).as("any worker's sweep, before %d s are over", wait).isEmpty();
        assertThat(exchange("a", 9).created()).as("a gateway's demand").isEmpty();
        clock.advance(1);
      }
    }
  }

  @Test
  void serversThatDieTogetherCountOnce() {
    List<String> servers = ready(3);
    clock.advance(5);
    assertThat(die(servers.get(0))).isEqualTo(new DeathNote(true, 1, 0));
    clock.advance(1);
    assertThat(die(servers.get(1))).isEqualTo(new DeathNote(true, 1, 0));
    clock.advance(1);
    assertThat(die(servers.get(2))).isEqualTo(new DeathNote(true, 1, 0));
    assertThat(created()).hasSize(1);
  }

  @Test
  void aServerThatStayedUpEndsTheRow() {
    die(startOne());
    die(startOne());
    clock.advance(1000);
    String server = startOne();
    clock.advance(WELL.toMillis());
    assertThat(die(server)).isEqualTo(new DeathNote(true, 1, 0));
  }

  @Test
  void aServerFromBeforeTheLastDeathDoesNotEndTheRow() {
    List<String> servers = ready(2);
    clock.advance(WELL.toMillis());
    assertThat(die(servers.get(0)).inARow()).isEqualTo(1);
    clock.advance(1);
    String next = await(pool.sweep("worker", new PoolLimits(2, 3, 4, LEASE))).created().get(0);
    start(next);
    assertThat(die(next)).isEqualTo(new DeathNote(true, 2, 1000));
  }

  @Test
  void aServerThatWasStoppedInGoodOrderEndsTheRow() {
    die(startOne());
    die(startOne());
    clock.advance(1000);
    stop(startOne());
    assertThat(await(pool.snapshot()).retryAt()).isZero();
    assertThat(die(startOne())).isEqualTo(new DeathNote(true, 1, 0));
  }

  @Test
  void gettingReadyAloneEndsNothing() {
    die(startOne());
    String second = startOne();
    String third = exchange("a", 9).created().get(0);
    clock.advance(1);
    assertThat(die(second).waitMillis()).isEqualTo(1000);
    start(third);
    assertThat(created()).isEmpty();
  }

  @Test
  void requestsThatWaitInVainAreToldWhy() {
    die(startOne());
    clock.advance(1);
    die(startOne());
    assertThat(exchange("a", 1).lastFailure())
        .isEqualTo("2 servers in a row died soon after they got ready, the last: exit code 1");
  }

  @Test
  void theSameDeathToldByTwoWorkersCountsOnce() {
    String server = startOne();
    assertThat(die(server)).isEqualTo(new DeathNote(true, 1, 0));
    assertThat(die(server)).isEqualTo(new DeathNote(false, 0, 0));
    assertThat(die(startOne()).inARow()).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void overAnyCourseOfDeathsAndStopsWaitsAreAsThePlainRuleSays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DeathRow row = DeathRow.NONE;
    Map<String, Life> ready = new HashMap<>();
    for (int step = 0; step < 60; step++) {
      clock.advance(1 + random.nextInt(random.nextInt(5) == 0 ? 90_000 : 3_000));
      boolean mayStart = clock.now() >= row.startsFrom();
      List<String> created =
          await(pool.sweep("worker", new PoolLimits(1 + random.nextInt(3), 3, 4, LEASE))).created();
      if (!mayStart) {
        assertThat(created).isEmpty();
      } else if (ready.isEmpty()) {
        assertThat(created).isNotEmpty();
      }
      long createdAt = clock.now();
      clock.advance(random.nextInt(2_000));
      for (String server : created) {
        start(server);
        ready.put(server, new Life(createdAt, clock.now()));
      }
      clock.advance(1 + random.nextInt(random.nextInt(4) == 0 ? 90_000 : 3_000));
      List<String> names = new ArrayList<>(ready.keySet().stream().sorted().toList());
      if (names.isEmpty()) {
        continue;
      }
      String server = names.get(random.nextInt(names.size()));
      if (random.nextInt(6) == 0) {
        stop(server);
        row = row.afterStopOf(ready.remove(server));
      } else {
        row = row.afterDeathOf(ready.get(server), ready.values(), clock.now(), WELL.toMillis());
        ready.remove(server);
        assertThat(die(server)).as("step %d", step).isEqualTo(row.note(clock.now()));
      }
    }
  }

  private String startOne() {
    String server = created().get(0);
    start(server);
    return server;
  }

  private List<String> created() {
    return await(pool.sweep("worker", ONE)).created();
  }

  private DeathNote die(String server) {
    return await(pool.died(server, "exit code 1", WELL));
  }

  private void stop(String server) {
    await(pool.drainIfIdle(server, Duration.ZERO, LIMITS));
    await(pool.claimStop(server, "worker", CLAIM));
    assertThat(server(server).state()).isEqualTo(ServerState.STOPPING);
    assertThat(await(pool.remove(server))).isTrue();
  }
}
