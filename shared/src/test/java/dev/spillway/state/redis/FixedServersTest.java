package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.FixedRound;
import dev.spillway.state.FixedServer;
import dev.spillway.state.FixedServer.Health;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The records of servers that are there without Spillway. */
class FixedServersTest extends PoolFixture {
  private static final PoolLimits FIXED = PoolLimits.fixed(4, LEASE);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final ServerState READY = ServerState.READY;
  private static final String A = "web@10.0.0.1:80";
  private static final String B = "web@10.0.0.2:80";

  private static FixedServer found(String name, Health health) {
    return found(name, health, health == Health.UNHEALTHY ? "no answer" : "");
  }

  private static FixedServer found(String name, Health health, String reason) {
    return new FixedServer(name, "http://" + name.substring(4), health, reason);
  }

  private static FixedServer healthy(String name) {
    return found(name, Health.HEALTHY);
  }

  private static FixedServer unhealthy(String name) {
    return found(name, Health.UNHEALTHY);
  }

  private FixedRound keep(String worker, FixedServer... servers) {
    return await(pool.keepFixed(worker, List.of(servers), FIXED));
  }

  private ExchangeAnswer report(
      String gateway, int waiting, dev.spillway.state.ExchangeReport.Holding... holdings) {
    return exchange(FIXED, gateway, true, waiting, holdings);
  }

  @Test
  void theNameIsTheSameForEveryWorkerAndTellsPoolHostAndPort() {
    assertThat(FixedServer.name("web", "http://10.0.0.1:8080")).isEqualTo("web@10.0.0.1:8080");
    assertThat(FixedServer.name("web", "http://h")).isEqualTo("web@h:80");
    assertThat(FixedServer.name("web", "https://h")).isEqualTo("web@h:443");
    assertThat(FixedServer.name("web", "http://[::1]:90")).isEqualTo("web@[::1]:90");
  }

  @Test
  void oneThatWasNotProbedYetIsNotUsed() {
    keep("w", found(A, Health.UNKNOWN));

    assertThat(server(A).state()).isEqualTo(ServerState.STARTING);
    assertThat(report("g", 1).grants()).isEmpty();
  }

  @Test
  void aHealthyOneIsUsedWithinItsCapacityByAllGatewaysTogether() {
    keep("w", healthy(A), unhealthy(B));

    assertThat(server(A).url()).isEqualTo("http://10.0.0.1:80");
    assertThat(server(B).state()).isEqualTo(ServerState.FAILED);
    assertThat(server(B).reason()).isEqualTo("no answer");
    int one = mayHold(report("g", 3), A);
    int other = mayHold(report("h", 9), A);
    assertThat(one + other).isEqualTo(4);
    assertThat(server(A).granted()).isEqualTo(4);
  }

  @Test
  void demandNeverAsksForAStart() {
    assertThat(report("g", 5).created()).isEmpty();
    keep("w", healthy(A));
    assertThat(report("g", 50).created()).isEmpty();
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(A);
  }

  @Test
  void anUnhealthyOneGetsNothingNewWhileWhatIsInFlightStaysCounted() {
    keep("w", healthy(A));
    report("g", 3);

    keep("w", unhealthy(A));

    assertThat(report("g", 3, holding(A, 4, 3)).grants()).isEmpty();
    report("g", 0, holding(A, 0, 3));
    assertThat(server(A).inFlight()).isEqualTo(3);
    keep("w", healthy(A));
    assertThat(mayHold(report("h", 9), A)).as("others get what is not in flight").isEqualTo(1);
  }

  @Test
  void oneWorkerProbesUntilItGoesSilent() {
    assertThat(keep("one", healthy(A)).probes()).isTrue();
    assertThat(keep("two", unhealthy(A)).probes()).isFalse();
    assertThat(server(A).state()).isEqualTo(ServerState.READY);

    clock.advance(2_999);
    assertThat(keep("two", unhealthy(A)).probes()).isFalse();
    clock.advance(1);
    assertThat(keep("two", found(A, Health.UNKNOWN)).probes()).isTrue();
    assertThat(server(A).state()).as("as it was, until it knows better").isEqualTo(READY);
    keep("two", unhealthy(A));
    assertThat(server(A).state()).isEqualTo(ServerState.FAILED);
    assertThat(keep("one", healthy(A)).probes()).isFalse();
  }

  @Test
  void oneThatNoWorkerListsAnyMoreDrainsAndIsForgottenOnceItIsFree() {
    keep("old", healthy(A), healthy(B));
    report("g", 8);
    keep("new", healthy(A));
    clock.advance(SILENCE.toMillis() - 1);
    report("g", 0, holding(A, 4, 0), holding(B, 4, 1));
    keep("new", healthy(A));
    assertThat(server(B).state()).as("listed by another until a moment ago").isEqualTo(READY);

    clock.advance(1);
    keep("new", healthy(A));
    assertThat(server(B).state()).isEqualTo(ServerState.DRAINING);
    clock.advance(1_000);
    keep("new", healthy(A));
    assertThat(mayHold(report("g", 99, holding(A, 4, 4), holding(B, 4, 1)), B))
        .as("demand doesn't bring it back")
        .isEqualTo(1);
    assertThat(server(B).state()).as("a request is in flight").isEqualTo(ServerState.DRAINING);

    report("g", 0, holding(A, 4, 0));
    keep("new", healthy(A));
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(A);
  }

  @Test
  void workersOfTwoConfigurationsKeepTheServersOfBoth() {
    keep("old", healthy(A));
    for (int round = 0; round < 20; round++) {
      keep("new", healthy(B));
      clock.advance(500);
      keep("old", healthy(A));
      clock.advance(500);
    }
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(A, B);

    // Gone for so long that it is no worker any more: nothing is kept of its list.
    for (int round = 0; round < 11; round++) {
      keep("new", healthy(B));
      clock.advance(1_000);
    }
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(B);
    assertThat(recorded("lists")).containsOnlyKeys("new");
  }

  @Test
  void aRoundThatFindsNothingNewWritesNoRecord() {
    keep("w", healthy(A), unhealthy(B));
    report("g", 1);
    Map<String, String> records = recorded("servers");
    assertThat(recorded("meta")).containsKey("digest");

    clock.advance(1_000);
    keep("w", healthy(A), unhealthy(B));

    assertThat(recorded("servers")).isEqualTo(records);
    assertThat(recorded("meta")).as("exchanges need not decode the records").containsKey("digest");
    await(
        pool.keepFixed(
            "w", List.of(healthy(A), found(B, Health.UNHEALTHY, "another reason")), FIXED));
    assertThat(server(B).reason()).isEqualTo("another reason");
  }

  @Test
  void whatWasSaidIsAffirmedAsLongAsAllIsAsItWas() {
    FixedRound round = keep("w", healthy(A), unhealthy(B));
    for (int i = 0; i < 20; i++) {
      report("g", 1, holding(A, 4, 1));
      clock.advance(1_000);
      assertThat(affirmed("w", round)).isTrue();
    }
    assertThat(recorded("workers")).containsEntry("w", String.valueOf(clock.now()));
    assertThat(keep("other", healthy(A), healthy(B)).probes()).as("its claim holds").isFalse();
    assertThat(server(B).state()).isEqualTo(ServerState.FAILED);
  }

  @Test
  void itIsNotAffirmedByWhoProbesOnceAnotherDoes() {
    FixedRound round = keep("one", healthy(A));
    clock.advance(3_000);
    FixedRound other = keep("two", healthy(A));
    assertThat(other.probes()).isTrue();

    assertThat(affirmed("one", round)).isFalse();
    FixedRound standingBy = keep("one", found(A, Health.UNKNOWN));
    clock.advance(2_999);
    assertThat(affirmed("one", standingBy)).isTrue();
    clock.advance(1);
    assertThat(affirmed("one", standingBy)).as("its turn to probe").isFalse();
    assertThat(keep("one", found(A, Health.UNKNOWN)).probes()).isTrue();
  }

  @Test
  void itIsNotAffirmedWhenAServerChanged() {
    FixedRound round = keep("one", healthy(A), healthy(B));
    FixedRound second = keep("two", found(A, Health.UNKNOWN), found(B, Health.UNKNOWN));
    assertThat(affirmed("two", second)).isTrue();

    keep("one", healthy(A), unhealthy(B));
    assertThat(affirmed("two", second)).isFalse();
    assertThat(affirmed("one", round)).isFalse();
  }

  @Test
  void itIsNotAffirmedWhenAGatewayIsToLapse() {
    FixedRound round = keep("w", healthy(A));
    report("g", 4);
    clock.advance(LEASE.toMillis());
    assertThat(affirmed("w", round)).isFalse();
    assertThat(server(A).granted()).as("nothing was changed").isEqualTo(4);
  }

  @Test
  void itIsNotAffirmedByWhoWasSilentForSoLongThatItsListIsGone() {
    FixedRound round = keep("w", healthy(A));
    clock.advance(11_000);
    keep("other", healthy(A));
    assertThat(recorded("lists")).containsOnlyKeys("other");
    clock.advance(3_000);
    assertThat(affirmed("w", round)).isFalse();
  }

  @Test
  void itIsNotAffirmedAfterALossOfDataNorWhileThePoolSettles() {
    FixedRound round = keep("w", healthy(A));
    clock.save();
    clock.comeBackWithWhatWasSaved();
    assertThat(affirmed("w", round)).as("another run of Redis").isFalse();
    FixedRound after = keep("w", healthy(A));
    assertThat(after.roster()).as("the pool settles").isEmpty();
    assertThat(affirmed("w", round)).isFalse();

    clock.advance(LEASE.toMillis());
    FixedRound settled = keep("w", healthy(A));
    assertThat(affirmed("w", settled)).isTrue();
    clock.loseData();
    assertThat(affirmed("w", settled)).isFalse();
    assertThat(servers()).isEmpty();
  }

  @Test
  void itIsNotAffirmedByWhoMissedThatThePoolSettled() {
    PoolState elsewhere = another("web");
    List<FixedServer> all = List.of(healthy(A));
    await(elsewhere.keepFixed("other", all, FIXED));
    FixedRound round = keep("w", found(A, Health.UNKNOWN));
    clock.save();
    clock.comeBackWithWhatWasSaved();
    await(elsewhere.keepFixed("other", all, FIXED));
    clock.advance(LEASE.toMillis());
    FixedRound settled = await(elsewhere.keepFixed("other", all, FIXED));

    assertThat(settled.roster()).as("the servers are the same").isEqualTo(round.roster());
    assertThat(affirmed("w", round)).as("another birth of the data").isFalse();
  }

  @Test
  void withServersThatItDoesNotListEachRoundIsWhole() {
    keep("old", healthy(A), healthy(B));
    FixedRound round = keep("new", healthy(A));
    assertThat(round.roster()).isEmpty();

    clock.advance(SILENCE.toMillis());
    keep("new", healthy(A));
    assertThat(server(B).state()).isEqualTo(ServerState.DRAINING);
    assertThat(keep("new", healthy(A)).roster()).as("the last of it is gone").isNotEmpty();
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(A);
  }

  private boolean affirmed(String worker, FixedRound round) {
    return await(pool.affirmFixed(worker, round));
  }

  private Map<String, String> recorded(String key) {
    Map<String, String> fields = new HashMap<>();
    Response hash = clock.send(Request.cmd(Command.HGETALL).arg("spillway:{web}:" + key));
    hash.getKeys().forEach(field -> fields.put(field, hash.get(field).toString()));
    return fields;
  }

  @Test
  void serversThatWereStartedBeforeThePoolHadFixedOnesDrain() {
    String started = ready();
    keep("w", healthy(A));
    assertThat(server(started).state()).isEqualTo(ServerState.DRAINING);
    keep("w", healthy(A));
    assertThat(servers()).extracting(ServerRecord::name).containsExactly(A);
  }

  @Test
  void isNeverDrainedForBeingIdle() {
    keep("w", healthy(A));
    clock.advance(IDLE.toMillis());
    drain(A);
    assertThat(server(A).state()).isEqualTo(READY);
  }

  @Test
  void afterALossOfDataNothingIsGrantedTwice() {
    keep("w", healthy(A));
    report("g", 4);
    clock.loseData();

    keep("w", healthy(A));
    assertThat(mayHold(report("h", 4))).as("the pool settles").isZero();
    report("g", 0, holding(A, 4, 4));
    clock.advance(LEASE.toMillis() - 1);
    report("g", 0, holding(A, 4, 4));
    clock.advance(1);
    assertThat(mayHold(report("h", 4))).isZero();
    assertThat(server(A).granted()).isEqualTo(4);
  }

  @Test
  void gatewaysThatWentSilentGiveTheirPermitsBack() {
    keep("w", healthy(A));
    report("g", 4);
    clock.advance(LEASE.toMillis());
    keep("w", healthy(A));
    assertThat(server(A).granted()).isZero();
  }

  @Test
  void aCapacityThatWasChangedHoldsFromTheNextRoundOn() {
    keep("w", healthy(A));
    await(pool.keepFixed("w", List.of(healthy(A)), PoolLimits.fixed(7, LEASE)));
    assertThat(mayHold(report("g", 9), A)).isEqualTo(7);
    List<FixedServer> none = new ArrayList<>();
    assertThat(await(pool.keepFixed("w", none, FIXED)).pool().servers()).hasSize(1);
  }
}
