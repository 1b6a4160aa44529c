package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeAnswer.Share;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How permits are granted, kept and given up. */
class ExchangeTest extends PoolFixture {

  @Test
  void aLoneGatewayIsGrantedEveryPermit() {
    List<String> servers = ready(2);

    ExchangeAnswer answer = exchange("a", 0);

    assertThat(answer.accepted()).isTrue();
    assertThat(answer.grants())
        .containsExactly(
            new Grant(servers.get(0), 1, ServerState.READY, "http://" + servers.get(0), 4, 4, 0),
            new Grant(servers.get(1), 2, ServerState.READY, "http://" + servers.get(1), 4, 4, 0));
  }

  @Test
  void whatWaitsIsServedFromTheOldestServerFirst() {
    exchange("b", 0);
    List<String> servers = ready(2);

    ExchangeAnswer answer = exchange("a", 3);

    assertThat(mayHold(answer, servers.get(0))).as("3 that wait, 1 of the rest").isEqualTo(4);
    assertThat(mayHold(answer, servers.get(1))).as("1 of the rest").isEqualTo(1);
  }

  @Test
  void theRestIsSharedEvenlyAmongGateways() {
    exchange("a", 0);
    exchange("b", 0);
    String server = ready();

    assertThat(mayHold(exchange("a", 0), server)).isEqualTo(2);
    assertThat(mayHold(exchange("b", 0), server)).isEqualTo(1);
  }

  @Test
  void whatOthersWaitForIsNotSharedOut() {
    exchange(new PoolLimits(0, 1, 4, LEASE), "b", true, 3);
    start(servers().get(0).name());

    assertThat(mayHold(exchange("a", 0))).isZero();
    assertThat(mayHold(exchange("b", 3))).isEqualTo(3);
  }

  @Test
  void whileOthersAskAFreePermitIsTheirsUpToTheirFairShare() {
    PoolLimits one = new PoolLimits(0, 1, 4, LEASE);
    String server = ready();
    exchange(one, "a", true, 9);
    assertThat(exchange(one, "b", true, 9).share()).isEqualTo(new Share(2, 0, 0));

    ExchangeAnswer first = exchange(one, "a", true, 9, holding(server, 3, 3));
    assertThat(mayHold(first, server)).as("not taken back").isEqualTo(3);
    assertThat(first.share()).isEqualTo(new Share(2, 0, 1));
    assertThat(mayHold(exchange(one, "b", true, 9), server)).isEqualTo(1);
  }

  @Test
  void aWishThatIsNotRepeatedKeepsNothingFree() {
    PoolLimits one = new PoolLimits(0, 1, 4, LEASE);
    String server = ready();
    exchange(one, "a", true, 9);
    exchange(one, "b", true, 9);
    clock.advance(500);

    assertThat(mayHold(exchange(one, "a", true, 9, holding(server, 2, 2)), server)).isEqualTo(4);
  }

  @Test
  void oneMoreThanTheFairShareIsWhoseAsksForItFirst() {
    PoolLimits one = new PoolLimits(0, 1, 3, LEASE);
    exchange(one, "a", true, 9);
    start(servers().get(0).name()); // of the capacity 4
    String server = servers().get(0).name();
    exchange(one, "a", true, 9);
    exchange(one, "b", true, 9);
    exchange(one, "c", true, 9);

    ExchangeReport modest =
        new ExchangeReport("a", 3, true, 9, 0, false, List.of(holding(server, 1, 1)));
    assertThat(send(one, modest).share()).isEqualTo(new Share(1, 1, 3));
    assertThat(mayHold(exchange(one, "b", true, 9), server)).as("c has none yet").isEqualTo(2);
    assertThat(mayHold(exchange(one, "c", true, 9), server)).isEqualTo(1);
  }

  @Test
  void neverMoreThanTheCapacityIsGrantedOverAllGateways() {
    String server = ready();
    assertThat(mayHold(exchange("a", 9), server)).isEqualTo(4);

    ExchangeAnswer other = exchange("b", 9);

    assertThat(mayHold(other, server)).isZero();
    assertThat(server(server).granted()).isEqualTo(4);
  }

  @Test
  void permitsGivenBackAreAnothersToHave() {
    String server = ready();
    exchange("a", 4);
    exchange("b", 0);

    exchange("a", 0, holding(server, 1, 1));
    exchange("b", 0);
    ExchangeAnswer answer = exchange("b", 1);

    assertThat(mayHold(answer, server)).isPositive();
    assertThat(grant(answer, server).othersInFlight()).isEqualTo(1);
  }

  @Test
  void aRepeatedOrOlderReportChangesNothing() {
    String server = ready();
    ExchangeReport first = new ExchangeReport("a", 1, false, 2, false, List.of());
    ExchangeReport second =
        new ExchangeReport("a", 2, true, 0, false, List.of(holding(server, 2, 2)));
    send(LIMITS, first);
    send(LIMITS, second);
    List<?> before = servers();

    for (ExchangeReport late : List.of(first, second)) {
      ExchangeAnswer answer = send(LIMITS, late);
      assertThat(answer.accepted()).isFalse();
      assertThat(answer.sequence()).isEqualTo(late.sequence());
      assertThat(answer.grants()).isEmpty();
    }
    assertThat(servers()).isEqualTo(before);
  }

  @Test
  void aLateReportStaysIgnoredAfterTheLeaseIsOver() {
    ready();
    ExchangeReport report = new ExchangeReport("a", 1, false, 2, false, List.of());
    send(LIMITS, report);
    clock.advance(LEASE.toMillis() * 3);
    await(pool.sweep("worker", LIMITS));

    assertThat(send(LIMITS, report).accepted()).isFalse();
  }

  @Test
  void aGatewaysPermitsAreFreeOnceItsLeaseIsOver() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis() - 1);
    assertThat(mayHold(exchange("b", 1), server)).isZero();

    clock.advance(1);

    assertThat(mayHold(exchange("b", 1), server)).isEqualTo(4);
  }

  @Test
  void whoComesBackAfterItsLeaseKeepsNoIdlePermitButWhatIsInFlightCounts() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis());
    exchange("b", 4);

    ExchangeAnswer answer = exchange(LIMITS, "a", false, 0, new Holding(server, 4, 3, 0));

    assertThat(mayHold(answer, server)).isZero();
    assertThat(server(server).granted()).isEqualTo(7);
    assertThat(mayHold(exchange("b", 0, holding(server, 4, 1)), server)).isEqualTo(1);
  }

  @Test
  void whatWasInFlightOnComingBackIsNoPermitOnceItEnded() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis());
    exchange("b", 4);
    exchange(LIMITS, "a", false, 0, holding(server, 4, 1)); // its answer is lost

    exchange(LIMITS, "a", false, 0, holding(server, 4, 0));

    assertThat(server(server).granted()).isEqualTo(4);
  }

  @Test
  void aGrantComesOnTopOfWhatIsInFlight() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis());

    ExchangeAnswer answer = exchange(LIMITS, "a", false, 1, holding(server, 4, 2));

    assertThat(mayHold(answer, server)).isEqualTo(4);
    assertThat(server(server).granted()).isEqualTo(4);
  }

  @Test
  void idlePermitsThatAnAnswerTookAwayDoNotComeBackWhenThatAnswerIsLost() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis());
    exchange("b", 3);
    exchange(LIMITS, "a", false, 0, holding(server, 4, 1)); // its answer is lost

    ExchangeAnswer answer = exchange(LIMITS, "a", false, 0, holding(server, 4, 1));

    assertThat(mayHold(answer, server)).isZero();
    assertThat(server(server).granted()).isEqualTo(5);
  }

  @Test
  void whileThePoolSettlesWhoSaysThatItsLeaseIsOverHoldsNothingWhateverWasRecordedOfIt() {
    await(pool.adopt("web-old1-7", "http://found", LIMITS));
    Holding idle = holding("web-old1-7", 4, 0);
    send(LIMITS, new ExchangeReport("a", 2, true, 0, false, List.of(idle))); // was on its way long

    ExchangeAnswer answer =
        send(LIMITS, new ExchangeReport("a", 3, false, 0, false, List.of(idle)));

    assertThat(mayHold(answer, "web-old1-7")).isZero();
    assertThat(server("web-old1-7").granted()).isZero();
  }

  @Test
  void permitsOnADrainingServerStayRecordedUntilTheGatewayHasGivenThemUp() {
    String server = ready();
    exchange("a", 0);
    drain(server);

    ExchangeAnswer told = exchange("a", 0, holding(server, 4, 1));
    assertThat(grant(told, server).state()).isEqualTo(ServerState.DRAINING);
    assertThat(mayHold(told, server)).isEqualTo(1);
    assertThat(server(server).granted()).as("it may not have heard").isEqualTo(4);

    exchange("a", 0, holding(server, 1, 1));
    assertThat(server(server).granted()).isEqualTo(1);
  }

  @Test
  void whatIsInFlightOnADrainingServerIsNoPermitWhereItWasNone() {
    String server = ready();
    exchange("a", 0);
    clock.advance(LEASE.toMillis());
    exchange("b", 4);
    drain(server);

    ExchangeAnswer answer = exchange(LIMITS, "a", false, 0, holding(server, 4, 3));

    assertThat(grant(answer, server).state()).isEqualTo(ServerState.DRAINING);
    assertThat(mayHold(answer, server)).isZero();
    assertThat(server(server).granted()).as("b's, and what is in flight").isEqualTo(7);
  }

  @Test
  void aDrainingServerComesBackForWhatWaitsBeforeAnyIsStarted() {
    String server = ready();
    drain(server);

    ExchangeAnswer answer = exchange("a", 2);

    assertThat(grant(answer, server).state()).isEqualTo(ServerState.READY);
    assertThat(mayHold(answer, server)).isEqualTo(4);
    assertThat(answer.created()).isEmpty();
  }

  @Test
  void aDrainingServerStaysSoWhileOthersHoldEnoughIdlePermits() {
    List<String> servers = ready(2);
    exchange("a", 0);
    exchange("a", 0, holding(servers.get(0), 4, 0));
    drain(servers.get(1));

    ExchangeAnswer answer = exchange("b", 2);

    assertThat(answer.idleElsewhere()).isEqualTo(4);
    assertThat(grant(answer, servers.get(1)).state()).isEqualTo(ServerState.DRAINING);
    assertThat(answer.created()).isEmpty();
  }

  @Test
  void demandThatNoPermitMeetsStartsAsManyServersAsItNeeds() {
    ExchangeAnswer answer = exchange("a", 5);

    assertThat(answer.created()).hasSize(2);
    assertThat(answer.starting()).isEqualTo(2);
    assertThat(answer.atMaximum()).isFalse();
    assertThat(servers()).extracting("state").containsOnly(ServerState.STARTING);
  }

  @Test
  void serversThatStartAlreadyCountForTheDemand() {
    exchange("a", 5);

    assertThat(exchange("a", 8).created()).isEmpty();
    assertThat(exchange("a", 9).created()).hasSize(1);
  }

  @Test
  void demandOfAllGatewaysIsAddedUp() {
    exchange("a", 3);

    assertThat(exchange("b", 2).created()).hasSize(1);
    assertThat(servers()).hasSize(2);
  }

  @Test
  void noServerIsStartedWhileOthersHoldEnoughIdlePermits() {
    String server = ready();
    exchange("a", 0);

    ExchangeAnswer answer = exchange("b", 2);

    assertThat(answer.idleElsewhere()).isEqualTo(4);
    assertThat(answer.created()).isEmpty();
    assertThat(exchange("a", 0, holding(server, 4, 4)).created())
        .as("started as soon as it is known that none is idle")
        .hasSize(1);
  }

  @Test
  void permitsJustGrantedToWaitingRequestsAreNotTakenForIdle() {
    ready();
    exchange("a", 4);

    ExchangeAnswer answer = exchange("b", 2);

    assertThat(answer.idleElsewhere()).isZero();
    assertThat(answer.created()).hasSize(1);
  }

  @Test
  void theMaximumBoundsServersAndIsTold() {
    ExchangeAnswer answer = exchange("a", 50);

    assertThat(answer.created()).hasSize(3);
    assertThat(answer.atMaximum()).isTrue();
    assertThat(exchange("a", 50).created()).isEmpty();
  }

  @Test
  void aGatewayThatLeavesHoldsNothingAndItsLateReportsAreIgnored() {
    String server = ready();
    exchange("a", 0);
    ExchangeReport late =
        new ExchangeReport("a", 2, true, 0, false, List.of(holding(server, 4, 0)));

    send(LIMITS, new ExchangeReport("a", 3, true, 7, true, List.of(holding(server, 4, 0))));

    assertThat(send(LIMITS, late).accepted()).isFalse();
    assertThat(server(server).granted()).isZero();
    assertThat(await(pool.snapshot()).gateways()).isEmpty();
    assertThat(await(pool.snapshot()).waiting()).isZero();
  }

  @Test
  void permitsLeftOutOfAReportAreGivenUp() {
    String server = ready();
    exchange("a", 0);
    exchange("b", 0);

    exchange("a", 0);

    assertThat(server(server).granted()).isEqualTo(2);
  }

  @Test
  void lastRequestTimeIsTakenFromAgesAndNeverGoesBack() {
    String server = ready();
    clock.advance(1000);
    exchange("a", 0, new Holding(server, 0, 0, 300));
    assertThat(server(server).lastRequestTime()).isEqualTo(clock.now() - 300);

    exchange("b", 0, new Holding(server, 0, 0, 900));
    assertThat(server(server).lastRequestTime()).isEqualTo(clock.now() - 300);

    exchange("b", 0, new Holding(server, 1, 1, 0));
    assertThat(server(server).lastRequestTime()).isEqualTo(clock.now());
  }

  @Test
  void aServerWithoutRecordIsNotListedAndItsPermitsAreNotRecorded() {
    ready();
    ExchangeAnswer answer = exchange("a", 0, holding("web-gone-7", 4, 2));

    assertThat(answer.grants()).extracting(Grant::server).doesNotContain("web-gone-7");
    RecordedPool.read(clock, "web").assertConsistent();
    assertThat(RecordedPool.read(clock, "web").granted()).doesNotContainKey("web-gone-7");
  }

  @Test
  void afterLossOfDataNothingIsGrantedForALeaseAndWhatGatewaysHoldIsRecorded() {
    String server = ready();
    exchange("a", 0);
    clock.loseData();

    ExchangeAnswer answer = exchange("a", 9, holding(server, 4, 2));

    assertThat(answer.settling()).isTrue();
    assertThat(answer.grants()).isEmpty();
    assertThat(answer.created()).isEmpty();
    assertThat(await(pool.adopt(server, "http://found", LIMITS))).isTrue();
    assertThat(server(server).granted()).isEqualTo(4);
    assertThat(mayHold(exchange("b", 1), server)).isZero();
    assertThat(mayHold(exchange("a", 9, holding(server, 4, 2)), server)).isEqualTo(4);
  }

  @Test
  void afterLossOfDataAGatewayWhoseLeaseIsOverKeepsOnlyWhatIsInFlight() {
    String server = ready();
    exchange("a", 0);
    clock.loseData();
    await(pool.adopt(server, "http://found", LIMITS));

    ExchangeAnswer answer = exchange(LIMITS, "a", false, 9, new Holding(server, 4, 2, 0));

    assertThat(answer.settling()).as("it may not keep what isn't listed").isFalse();
    assertThat(mayHold(answer, server)).isZero();
    assertThat(server(server).granted()).isEqualTo(2);
  }

  @Test
  void afterLossOfDataWhoHoldsNothingStartsNothingBeforeTheServersThatRunAreEntered() {
    String server = ready();
    clock.loseData();

    assertThat(exchange("new", 9).created()).as("nobody knows yet that data was lost").isEmpty();
    PoolSnapshot swept = await(pool.sweep("worker", LIMITS)); // the worker remembers
    assertThat(swept.settling()).isTrue();
    assertThat(swept.created()).isEmpty();
    assertThat(exchange("new", 9).created()).isEmpty();

    assertThat(await(pool.adopt(server, "http://found", LIMITS))).isTrue();
    clock.advance(LEASE.toMillis());
    assertThat(exchange("new", 12).created()).as("what one server can't serve").hasSize(2);
  }

  @Test
  void afterLossOfDataAnEnteredServerBeginsALifeInWhichServersAreStarted() {
    String server = ready();
    clock.loseData();
    await(pool.adopt(server, "http://found", LIMITS));
    exchange("a", 0);

    clock.advance(LEASE.toMillis());

    assertThat(exchange("a", 12).created()).as("what one server can't serve").hasSize(2);
  }

  @Test
  void inANewPoolTheFirstRoundOfAWorkerStartsWhatRequestsWaitFor() {
    clock.loseData();
    assertThat(exchange("a", 5).created()).isEmpty();

    assertThat(await(another("web").sweep("new", LIMITS)).created()).hasSize(2);
  }

  @Test
  void aWorkerThatLookedAtTheRecordsNoticesTheirLossInItsFirstRound() {
    PoolState another = another("web");
    await(another.snapshot());
    clock.loseData();

    assertThat(await(another.sweep("another", LIMITS)).settling()).isTrue();
  }

  @Test
  void onceSettledWhatNobodyClaimedIsGranted() {
    String server = ready();
    exchange("a", 0);
    clock.loseData();
    await(pool.adopt(server, "http://found", LIMITS));
    exchange("a", 0, holding(server, 1, 1));

    clock.advance(LEASE.toMillis());

    assertThat(await(pool.snapshot()).settling()).isFalse();
    assertThat(mayHold(exchange("b", 3), server)).isEqualTo(4);
  }

  @Test
  void permitsOnAServerThatNobodyAdoptedAreForgottenAfterSettling() {
    exchange("a", 0);
    clock.loseData();
    exchange("a", 0, holding("web-gone-7", 4, 2));
    assertThat(RecordedPool.read(clock, "web").granted()).containsEntry("web-gone-7", 4);

    for (int second = 0; second < 5; second++) {
      clock.advance(1000);
      exchange("a", 0, holding("web-gone-7", 2, 2));
    }

    assertThat(RecordedPool.read(clock, "web").granted()).isEmpty();
  }

  @Test
  void aFirstReportThatWentAstrayIsNotTakenForLossOfData() {
    ready();
    ExchangeReport second = new ExchangeReport("a", 2, false, 1, false, List.of());

    ExchangeAnswer answer = send(LIMITS, second);

    assertThat(await(pool.snapshot()).settling()).isFalse();
    assertThat(mayHold(answer)).isEqualTo(4);
  }

  @Test
  void whyServersLastFailedToStartIsToldUntilOneIsReady() {
    String failing = exchange("a", 1).created().get(0);
    await(pool.claimStart(failing, "worker", CLAIM));
    await(pool.failed(failing, "worker", "exit code 1"));

    ExchangeAnswer answer = exchange("a", 1);
    assertThat(answer.lastFailure()).isEqualTo("exit code 1");
    assertThat(answer.created()).as("before the backoff is over").isEmpty();

    clock.advance(Duration.ofSeconds(1).toMillis());
    String next = exchange("a", 1).created().get(0);
    start(next);
    assertThat(exchange("a", 1).lastFailure()).isEmpty();
  }
}
