package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.DrainDecision;
import dev.spillway.state.DrainDecision.Outcome;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.StopDecision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of a server from STARTING until it is gone. */
class ServerLifeTest extends PoolFixture {

  @Test
  void oneWorkerStartsAServerUntilItsClaimLapses() {
    String server = exchange("a", 1).created().get(0);

    assertThat(await(pool.claimStart(server, "one", CLAIM))).isTrue();
    assertThat(await(pool.claimStart(server, "other", CLAIM))).isFalse();
    assertThat(server(server).worker()).isEqualTo("one");
    assertThat(server(server).claimUntil()).isEqualTo(clock.now() + CLAIM.toMillis());

    clock.advance(CLAIM.toMillis());
    assertThat(await(pool.claimStart(server, "other", CLAIM))).isTrue();
  }

  @Test
  void aServerIsReadyByTheWordOfTheWorkerThatClaimedItOnly() {
    String server = exchange("a", 1).created().get(0);
    await(pool.claimStart(server, "one", CLAIM));

    assertThat(await(pool.ready(server, "other", "http://x", 4))).isFalse();
    clock.advance(10);
    assertThat(await(pool.ready(server, "one", "http://x", 4))).isTrue();

    ServerRecord record = server(server);
    assertThat(record.state()).isEqualTo(ServerState.READY);
    assertThat(record.url()).isEqualTo("http://x");
    assertThat(record.lastRequestTime()).isEqualTo(clock.now());
    assertThat(record.since()).isEqualTo(clock.now());
    assertThat(record.createdAt()).isEqualTo(clock.now() - 10);
    assertThat(record.worker()).isEmpty();
    assertThat(await(pool.ready(server, "one", "http://x", 4))).as("a second time").isFalse();
  }

  @Test
  void noServerBecomesReadyAtTheAddressOfAnother() {
    String first = ready();
    String url = server(first).url();
    String second = exchange("a", 9).created().get(0);
    await(pool.claimStart(second, "worker", CLAIM));

    assertThat(await(pool.ready(second, "worker", url, 4))).isFalse();
    assertThat(server(second).state()).isEqualTo(ServerState.STARTING);

    await(pool.remove(first));
    assertThat(await(pool.ready(second, "worker", url, 4))).isTrue();
  }

  @Test
  void onlyAStartingServerIsClaimed() {
    assertThat(await(pool.claimStart(ready(), "worker", CLAIM))).isFalse();
    assertThat(await(pool.claimStart("web-none-1", "worker", CLAIM))).isFalse();
  }

  @Test
  void startsWaitTwiceAsLongAfterEachFailureUpToAMinute() {
    PoolLimits one = new PoolLimits(1, 3, 4, LEASE);
    for (long backoff : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      fail(await(pool.sweep("worker", one)).created().get(0));
      assertThat(await(pool.snapshot()).retryAt()).isEqualTo(clock.now() + 1000 * backoff);

      clock.advance(1000 * backoff - 1);
      assertThat(await(pool.sweep("worker", one)).created()).isEmpty();
      clock.advance(1);
    }
  }

  @Test
  void aServerThatBecomesReadyEndsTheBackoff() {
    fail(exchange("a", 1).created().get(0));
    clock.advance(1000);
    start(exchange("a", 1).created().get(0));

    assertThat(await(pool.snapshot()).retryAt()).isZero();
    fail(exchange("a", 9).created().get(0));
    assertThat(await(pool.snapshot()).retryAt()).isEqualTo(clock.now() + 1000);
  }

  @Test
  void startsThatFailTogetherCountOnce() {
    List<String> together = exchange("a", 9).created();
    assertThat(together).hasSize(3);
    together.forEach(this::fail);
    assertThat(await(pool.snapshot()).retryAt()).isEqualTo(clock.now() + 1000);
  }

  private void fail(String server) {
    await(pool.claimStart(server, "worker", CLAIM));
    assertThat(await(pool.failed(server, "other", "no"))).isFalse();
    assertThat(await(pool.failed(server, "worker", "exit code 1"))).isTrue();
    assertThat(server(server).state()).isEqualTo(ServerState.FAILED);
    assertThat(server(server).reason()).isEqualTo("exit code 1");
  }

  @Test
  void aServerIsDrainedOnceItWasIdleForLongEnough() {
    String server = ready();
    clock.advance(IDLE.toMillis() - 5);
    assertThat(await(pool.drainIfIdle(server, IDLE, LIMITS)))
        .isEqualTo(new DrainDecision(Outcome.NOT_IDLE, 5));

    clock.advance(5);

    assertThat(await(pool.drainIfIdle(server, IDLE, LIMITS)).outcome()).isEqualTo(Outcome.DRAINING);
    assertThat(server(server).state()).isEqualTo(ServerState.DRAINING);
    assertThat(await(pool.drainIfIdle(server, IDLE, LIMITS)).outcome())
        .isEqualTo(Outcome.NOT_READY);
  }

  @Test
  void aServerInUseIsNotIdleHoweverLongTheRequestLasts() {
    String server = ready();
    PoolLimits longLease = new PoolLimits(0, 3, 4, IDLE.multipliedBy(2));
    exchange(longLease, "a", true, 0, new Holding(server, 1, 1, 0));
    clock.advance(IDLE.toMillis());

    assertThat(await(pool.drainIfIdle(server, IDLE, LIMITS)))
        .isEqualTo(new DrainDecision(Outcome.NOT_IDLE, IDLE.toMillis()));
  }

  @Test
  void drainingLeavesTheMinimum() {
    List<String> servers = ready(2);
    clock.advance(IDLE.toMillis());
    PoolLimits one = new PoolLimits(1, 3, 4, LEASE);

    assertThat(await(pool.drainIfIdle(servers.get(1), IDLE, one)).outcome())
        .isEqualTo(Outcome.DRAINING);
    assertThat(await(pool.drainIfIdle(servers.get(0), IDLE, one)).outcome())
        .isEqualTo(Outcome.AT_MINIMUM);
  }

  @Test
  void aServerIsStoppedOnlyOnceDrainedAndWithNoPermitRecorded() {
    String server = ready();
    exchange("a", 0);
    assertThat(await(pool.claimStop(server, "one", CLAIM))).isEqualTo(StopDecision.NOT_DRAINING);
    drain(server);
    assertThat(await(pool.claimStop(server, "one", CLAIM))).isEqualTo(StopDecision.IN_USE);

    exchange("a", 0);

    assertThat(await(pool.claimStop(server, "one", CLAIM))).isEqualTo(StopDecision.STOP);
    assertThat(server(server).state()).isEqualTo(ServerState.STOPPING);
    assertThat(exchange("a", 9).grants()).as("it doesn't come back").isEmpty();
  }

  @Test
  void anotherWorkerTakesOverAStopWhoseClaimLapsed() {
    String server = ready();
    drain(server);
    await(pool.claimStop(server, "one", CLAIM));
    assertThat(await(pool.claimStop(server, "other", CLAIM))).isEqualTo(StopDecision.CLAIMED);

    clock.advance(CLAIM.toMillis());

    assertThat(await(pool.claimStop(server, "other", CLAIM))).isEqualTo(StopDecision.STOP);
  }

  @Test
  void removingForgetsTheServerAndThePermitsOnIt() {
    String server = ready();
    exchange("a", 0);
    exchange("b", 0);

    assertThat(await(pool.remove(server))).isTrue();
    assertThat(await(pool.remove(server))).isFalse();

    assertThat(servers()).isEmpty();
    RecordedPool recorded = RecordedPool.read(clock, "web");
    recorded.assertConsistent();
    assertThat(recorded.granted()).isEmpty();
    assertThat(recorded.permits()).isEmpty();
    exchange("a", 0, holding(server, 4, 2));
    RecordedPool.read(clock, "web").assertConsistent();
  }

  @Test
  void anAdoptedServerIsReadyAndThePoolSettlesForALease() {
    assertThat(await(pool.adopt("web-old1-7", "http://found", LIMITS))).isTrue();
    assertThat(await(pool.adopt("web-old1-7", "http://found", LIMITS))).isFalse();

    ServerRecord record = server("web-old1-7");
    assertThat(record.state()).isEqualTo(ServerState.READY);
    assertThat(record.ordinal()).isEqualTo(7);
    assertThat(record.capacity()).isEqualTo(4);
    assertThat(mayHold(exchange("a", 1))).isZero();
    clock.advance(LEASE.toMillis() - 1);
    assertThat(mayHold(exchange("a", 1))).isZero();
    clock.advance(1);
    assertThat(mayHold(exchange("a", 1))).isEqualTo(4);
  }

  @Test
  void nothingIsDrainedStoppedOrStartedWhileThePoolSettles() {
    List<String> servers = ready(2);
    drain(servers.get(1));
    await(pool.adopt("web-old1-7", "http://found", LIMITS));

    assertThat(await(pool.drainIfIdle(servers.get(0), Duration.ZERO, LIMITS)).outcome())
        .isEqualTo(Outcome.SETTLING);
    assertThat(await(pool.claimStop(servers.get(1), "worker", CLAIM)))
        .isEqualTo(StopDecision.SETTLING);
    assertThat(await(pool.sweep("worker", new PoolLimits(9, 9, 4, LEASE))).created()).isEmpty();
    assertThat(exchange(new PoolLimits(0, 9, 4, LEASE), "a", false, 99).created()).isEmpty();
  }

  @Test
  void ordinalsStayUniqueWhenServersAreAdopted() {
    ready(2);
    await(pool.adopt("web-old1-2", "http://found", new PoolLimits(0, 9, 4, LEASE)));
    await(pool.adopt("named-otherwise", "http://found", new PoolLimits(0, 9, 4, LEASE)));
    await(pool.adopt("web-old1-99", "http://found", new PoolLimits(0, 9, 4, LEASE)));
    clock.advance(LEASE.toMillis());
    await(pool.sweep("worker", new PoolLimits(6, 9, 4, LEASE)));

    assertThat(servers())
        .extracting(ServerRecord::ordinal)
        .containsExactly(1L, 2L, 3L, 4L, 99L, 100L);
  }

  @Test
  void atTheMaximumAnAdoptedServerTakesThePlaceOfOneThatStarts() {
    PoolLimits two = new PoolLimits(2, 2, 4, LEASE);
    List<String> starting = await(pool.sweep("worker", two)).created();
    await(pool.claimStart(starting.get(1), "worker", CLAIM));

    assertThat(await(pool.adopt("web-old1-7", "http://found", two))).isTrue();
    assertThat(servers())
        .extracting(ServerRecord::name)
        .containsExactly(starting.get(1), "web-old1-7");
    assertThat(await(pool.adopt("web-old1-8", "http://found", two))).isTrue();
    assertThat(await(pool.ready(starting.get(1), "worker", "http://x", 4))).isFalse();
    assertThat(await(pool.adopt("web-old1-9", "http://found", two))).isFalse();
  }

  @Test
  void namesAreNeverUsedTwice() {
    String before = ready();
    clock.loseData();
    await(pool.sweep("worker", LIMITS));
    clock.advance(LEASE.toMillis());
    String after = ready();

    assertThat(before).matches("web-[0-9a-z]{4}-1");
    assertThat(after).matches("web-[0-9a-z]{4}-1").isNotEqualTo(before);
  }
}
