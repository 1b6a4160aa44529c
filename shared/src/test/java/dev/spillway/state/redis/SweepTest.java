package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker's regular round finds and repairs. */
class SweepTest extends PoolFixture {
  private static final PoolLimits TWO = new PoolLimits(2, 3, 4, LEASE);

  @Test
  void serversMissingToTheMinimumAreAskedForOnce() {
    assertThat(await(pool.sweep("worker", TWO)).created()).hasSize(2);
    assertThat(await(pool.sweep("worker", TWO)).created()).isEmpty();
  }

  @Test
  void aDrainingServerComesBackBeforeOneIsStartedForTheMinimum() {
    List<String> servers = ready(2);
    drain(servers.get(1));

    PoolSnapshot swept = await(pool.sweep("worker", TWO));

    assertThat(swept.created()).isEmpty();
    assertThat(server(servers.get(1)).state()).isEqualTo(ServerState.READY);
  }

  @Test
  void demandThatWasNotMetIsFoundLater() {
    String failing = exchange("a", 3).created().get(0);
    await(pool.claimStart(failing, "worker", CLAIM));
    await(pool.failed(failing, "worker", "exit code 1"));
    assertThat(await(pool.sweep("worker", LIMITS)).created()).isEmpty();

    clock.advance(1000);
    PoolSnapshot swept = await(pool.sweep("worker", LIMITS));

    assertThat(swept.created()).hasSize(1);
    assertThat(swept.waiting()).isEqualTo(3);
  }

  @Test
  void failedServersAreForgottenOnceTheBackoffIsOver() {
    String failing = exchange("a", 1).created().get(0);
    await(pool.claimStart(failing, "worker", CLAIM));
    await(pool.failed(failing, "worker", "exit code 1"));
    clock.advance(999);
    assertThat(await(pool.sweep("worker", LIMITS)).servers()).hasSize(1);

    clock.advance(1);

    assertThat(await(pool.sweep("worker", LIMITS)).servers())
        .extracting("name")
        .doesNotContain(failing);
  }

  @Test
  void gatewaysWhoseLeaseIsOverLoseTheirPermitsAndTheirDemand() {
    String server = ready();
    exchange("a", 9);
    clock.advance(LEASE.toMillis());

    PoolSnapshot swept = await(pool.sweep("worker", LIMITS));

    assertThat(swept.gateways()).isEmpty();
    assertThat(swept.waiting()).isZero();
    assertThat(server(server).granted()).isZero();
  }

  @Test
  void claimsOfAWorkerThatFellSilentAreTakenBack() {
    String server = exchange("a", 1).created().get(0);
    await(pool.claimStart(server, "dying", CLAIM));
    clock.advance(Duration.ofSeconds(10).toMillis());
    await(pool.sweep("other", LIMITS));
    assertThat(server(server).worker()).isEqualTo("dying");

    clock.advance(1);
    await(pool.sweep("other", LIMITS));

    assertThat(server(server).worker()).isEmpty();
    assertThat(await(pool.ready(server, "dying", "http://x", 4))).isFalse();
    assertThat(await(pool.claimStart(server, "other", CLAIM))).isTrue();
  }

  @Test
  void aWorkerThatSweepsKeepsItsClaimsUntilTheyLapse() {
    String server = exchange("a", 1).created().get(0);
    await(pool.claimStart(server, "worker", CLAIM));
    for (int second = 0; second < CLAIM.toSeconds() - 1; second++) {
      clock.advance(1000);
      await(pool.sweep("worker", LIMITS));
    }
    assertThat(server(server).worker()).isEqualTo("worker");

    clock.advance(1000);
    await(pool.sweep("other", LIMITS));

    assertThat(server(server).worker()).isEmpty();
  }

  @Test
  void lossOfDataIsNoticedByAWorkerThatSawThePoolBefore() {
    await(pool.sweep("worker", TWO));
    clock.loseData();

    PoolSnapshot swept = await(pool.sweep("worker", TWO));

    assertThat(swept.settling()).isTrue();
    assertThat(swept.created()).as("what runs is adopted first").isEmpty();
    clock.advance(LEASE.toMillis());
    assertThat(await(pool.sweep("worker", TWO)).created()).hasSize(2);
  }

  @Test
  void aSnapshotChangesNothing() {
    ready();
    exchange("a", 9);
    clock.advance(LEASE.toMillis());

    PoolSnapshot first = await(pool.snapshot());

    assertThat(first.gateways()).isEmpty();
    assertThat(await(pool.snapshot())).isEqualTo(first);
    assertThat(RecordedPool.read(clock, "web").gateways()).containsExactly("a");
  }
}
