package dev.spillway.lb.admission;

import static dev.spillway.lb.admission.AdmissionHarness.LEASE;
import static dev.spillway.lb.admission.AdmissionHarness.answer;
import static dev.spillway.lb.admission.AdmissionHarness.draining;
import static dev.spillway.lb.admission.AdmissionHarness.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.lb.admission.AdmissionHarness.Request;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Share;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is reported, what an answer changes, and when permits may be spent. */
class ExchangeRulesTest {
  private AdmissionHarness pool = new AdmissionHarness();

  @Test
  void aReportSaysWhatIsHeldInFlightAndHowLongAgoItWasUsed() {
    ExchangeReport first = pool.exchange(ready("a", 3), ready("b", 2), ready("c", 0));
    assertThat(first).isEqualTo(new ExchangeReport("gateway", 1, false, 0, false, List.of()));
    pool.enter();
    pool.enter().permit().release();
    pool.pass(Duration.ofMillis(40));
    assertThat(pool.exchange())
        .isEqualTo(
            new ExchangeReport(
                "gateway",
                2,
                true,
                0,
                false,
                List.of(new Holding("a", 3, 1, 0), new Holding("b", 2, 0, 40))));
  }

  @Test
  void aServerUsedSinceTheLastAnsweredReportIsReportedEvenIfNothingIsHeldOfIt() {
    pool.exchange(ready("a", 1));
    Request request = pool.enter();
    pool.exchange(ready("a", 0));
    pool.pass(Duration.ofMillis(5));
    request.permit().release();
    pool.admission.beginExchange();
    pool.admission.unreachable("timeout");
    pool.pass(Duration.ofMillis(5));
    assertThat(pool.exchange(ready("a", 0)).holdings())
        .as("the report before was not answered")
        .containsExactly(new Holding("a", 0, 0, 5));
    assertThat(pool.exchange(ready("a", 0)).holdings()).isEmpty();
  }

  @Test
  void anAnswerToAnOlderReportChangesNothing() {
    long old = pool.admission.beginExchange().sequence();
    pool.admission.unreachable("timeout");
    pool.admission.beginExchange();
    pool.admission.answered(answer(old, ready("a", 5)));
    assertThat(pool.enter().waits()).isTrue();
  }

  @Test
  void anAnswerThatTheReportCameTwiceChangesNothingAndAsksAgain() {
    pool.exchange(ready("a", 1));
    long sequence = pool.admission.beginExchange().sequence();
    pool.pass(LEASE);
    pool.admission.answered(
        new ExchangeAnswer(sequence, false, false, List.of(), 0, 0, List.of(), 0, false, ""));
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.enter().waits()).as("the lease was not renewed").isTrue();
  }

  @Test
  void aLoweredGrantCutsNothingInFlightAndHoldsBackWhatIsFreed() {
    pool.exchange(ready("a", 3));
    Request first = pool.enter();
    Request second = pool.enter();
    pool.exchange(ready("a", 1));
    Request waiting = pool.enter();
    first.permit().release();
    assertThat(waiting.waits()).isTrue();
    second.permit().release();
    assertThat(waiting.server()).isEqualTo("a");
  }

  @Test
  void aRaisedGrantWakesThoseThatWait() {
    List<Request> waiting = List.of(pool.enter(), pool.enter(), pool.enter());
    pool.exchange(ready("a", 1), ready("b", 1));
    assertThat(waiting.get(0).server()).isEqualTo("a");
    assertThat(waiting.get(1).server()).isEqualTo("b");
    assertThat(waiting.get(2).waits()).isTrue();
  }

  @Test
  void aServerThatIsNotListedIsGoneButItsRequestsEndInPeace() {
    pool.exchange(ready("a", 3));
    Request request = pool.enter();
    pool.exchange();
    assertThat(pool.enter().waits()).isTrue();
    assertThat(pool.admission.beginExchange().holdings())
        .containsExactly(new Holding("a", 0, 1, 0));
    request.permit().release();
    assertThat(pool.admission.inFlight()).isZero();
    assertThat(pool.admission.beginExchange().holdings()).isEmpty();
  }

  @Test
  void whileThePoolSettlesPermitsOfUnlistedServersStayGood() {
    pool.exchange(ready("a", 1));
    settle();
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void anAnswerOfAPoolThatSettlesCountsOnlyIfTheLeaseHeldUntilItCame() {
    pool.exchange(ready("a", 1), ready("b", 1));
    pool.pass(LEASE.dividedBy(2));
    ExchangeReport report = pool.admission.beginExchange();
    assertThat(report.leaseGood()).isTrue();
    pool.pass(LEASE.dividedBy(2));

    pool.admission.answered(answer(report.sequence(), true, 0, false, "", ready("a", 1)));

    assertThat(pool.enter().waits()).as("both may have been another's meanwhile").isTrue();
    assertThat(pool.demands).isPositive();
    ExchangeReport next = pool.exchange(ready("a", 1));
    assertThat(next.leaseGood()).isFalse();
    assertThat(next.holdings()).isEmpty();
  }

  @Test
  void whileThePoolSettlesTheyDoNotIfTheLeaseWasOverBefore() {
    pool.exchange(ready("a", 1));
    pool.pass(LEASE);
    settle();
    assertThat(pool.enter().waits()).isTrue();
  }

  private void settle() {
    long sequence = pool.admission.beginExchange().sequence();
    pool.admission.answered(answer(sequence, true, 0, false, ""));
  }

  @Test
  void idlePermitsOfADrainingServerAreGivenBackAtOnce() {
    pool.exchange(ready("a", 3));
    Request request = pool.enter();
    pool.exchange(draining("a", 3));
    assertThat(pool.enter().waits()).isTrue();
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.exchange(draining("a", 1)).holdings())
        .containsExactly(new Holding("a", 1, 1, 0));
    request.permit().release();
    assertThat(pool.demands).as("the last request there has ended").isEqualTo(2);
    assertThat(pool.admission.beginExchange().holdings())
        .containsExactly(new Holding("a", 0, 0, 0));
  }

  @Test
  void aServerSaidToDrainTakesNothingUntilAnAnswerSaysOtherwise() {
    pool.exchange(ready("a", 3));
    pool.admission.draining("a");
    Request waiting = pool.enter();
    assertThat(waiting.waits()).isTrue();
    pool.exchange(ready("a", 3));
    assertThat(waiting.server()).isEqualTo("a");
  }

  @Test
  void whatIsIdleIsGivenBackWhileOthersWantPermits() {
    pool.exchange(ready("a", 3), ready("b", 2));
    pool.enter();
    assertThat(pool.admission.othersWantPermits()).isTrue();
    assertThat(pool.exchange(ready("a", 1)).holdings()).containsExactly(new Holding("a", 1, 1, 0));
  }

  @Test
  void nothingIsIdleWhereAllIsInUse() {
    pool.exchange(ready("a", 1));
    pool.enter();
    assertThat(pool.admission.othersWantPermits()).isFalse();
  }

  @Test
  void whatIsFreedIsGivenBackWhileOthersWantPermits() {
    pool.exchange(ready("a", 1));
    Request request = pool.enter();
    pool.admission.othersWantPermits();
    request.permit().release();
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.admission.beginExchange().holdings())
        .containsExactly(new Holding("a", 0, 0, 0));
  }

  @Test
  void aGatewayWithAQueueOfItsOwnLeavesWhatIsAboveItsShareToOthersThatWait() {
    pool.exchange(ready("a", 8));
    List<Request> busy = IntStream.range(0, 8).mapToObj(i -> pool.enter()).toList();
    Request waiting = pool.enter();
    pool.exchangeWhileOthersWait(new Share(6, 0, 0), ready("a", 8));
    ExchangeReport report = pool.exchangeWhileOthersWait(new Share(6, 0, 0), ready("a", 6));
    assertThat(report.holdings()).containsExactly(new Holding("a", 6, 8, 0));
    assertThat(report.waiting()).isEqualTo(1);
    assertThat(pool.admission.owesOthers()).isFalse();
    int demands = pool.demands;
    busy.get(0).permit().release();
    assertThat(waiting.waits()).as("the permit is another's").isTrue();
    assertThat(pool.admission.owesOthers()).isTrue();
    assertThat(pool.demands).isEqualTo(demands + 1);
    busy.get(1).permit().release();
    assertThat(waiting.waits()).as("this one as well").isTrue();
    assertThat(pool.demands).as("asked for once").isEqualTo(demands + 1);
    busy.get(2).permit().release();
    assertThat(waiting.server()).as("the other permits stay").isEqualTo("a");
  }

  @Test
  void whatIsFreedForOthersIsToldSoonEvenIfAnExchangeIsAwaitedAlready() {
    pool.exchange(ready("a", 2));
    List<Request> busy = IntStream.range(0, 2).mapToObj(i -> pool.enter()).toList();
    pool.exchangeWhileOthersWait(new Share(1, 0, 0), ready("a", 2));
    Request waiting = pool.enter();
    pool.exchangeWhileOthersWait(new Share(1, 0, 0), ready("a", 1));
    Request another = pool.enter();
    int demands = pool.demands;
    busy.get(0).permit().release();
    assertThat(pool.demands).isEqualTo(demands + 1);
    waiting.ticket.cancel();
    another.ticket.cancel();
  }

  @Test
  void whoHasOneMoreThanItsShareKeepsItForATurnAndAsksForItAgainOnlyAfterOthers() {
    Share share = new Share(2, 1, 0);
    pool.exchange(ready("a", 3));
    List<Request> busy = IntStream.range(0, 3).mapToObj(i -> pool.enter()).toList();
    List<Request> waiting = List.of(pool.enter(), pool.enter());
    pool.exchangeWhileOthersWait(share, ready("a", 3));
    assertThat(pool.exchangeWhileOthersWait(share, ready("a", 3)).holdings())
        .containsExactly(new Holding("a", 3, 3, 0));
    pool.pass(LEASE.dividedBy(5));
    ExchangeReport left = pool.exchangeWhileOthersWait(share, ready("a", 2));
    assertThat(left.holdings()).containsExactly(new Holding("a", 2, 3, 0));
    assertThat(left.waiting()).as("the demand, whoever is first").isEqualTo(2);
    pool.pass(Duration.ofSeconds(1));
    pool.exchangeWhileOthersWait(share, ready("a", 2));
    busy.get(0).permit().release();
    assertThat(pool.exchangeWhileOthersWait(share, ready("a", 2)).asks()).isZero();
    pool.pass(Duration.ofMillis(150));
    assertThat(pool.exchangeWhileOthersWait(share, ready("a", 2)).asks()).isEqualTo(2);
    waiting.forEach(request -> request.ticket.cancel());
  }

  @Test
  void whoNoLongerWaitsSaysSoWhileOthersDo() {
    pool.exchange(ready("a", 1));
    Request busy = pool.enter();
    Request waiting = pool.enter();
    pool.exchangeWhileOthersWait(new Share(1, 0, 0), ready("a", 1));
    int demands = pool.demands;
    busy.permit().release();
    assertThat(waiting.server()).isEqualTo("a");
    assertThat(pool.demands).isEqualTo(demands + 1);
    assertThat(pool.admission.owesOthers()).isTrue();
  }

  @Test
  void whatOthersWantIsForgottenAfterAWhile() {
    pool.exchange(ready("a", 1));
    pool.admission.othersWantPermits();
    pool.pass(LEASE.dividedBy(5).multipliedBy(2));
    assertThat(pool.exchange(ready("a", 1)).holdings()).containsExactly(new Holding("a", 1, 0, -1));
  }

  @Test
  void anAnswerCanSayThatOthersWait() {
    long sequence = pool.admission.beginExchange().sequence();
    pool.admission.answered(answer(sequence, false, 2, false, "", ready("a", 1)));
    pool.enter().permit().release();
    assertThat(pool.demands).isEqualTo(1);
  }

  @Test
  void theLeaseIsCountedFromTheSendingOfTheReport() {
    long sequence = pool.admission.beginExchange().sequence();
    pool.pass(Duration.ofSeconds(3));
    pool.admission.answered(answer(sequence, ready("a", 5)));
    pool.pass(Duration.ofSeconds(2).minusNanos(1));
    assertThat(pool.enter().server()).isEqualTo("a");
    pool.pass(Duration.ofNanos(1));
    Request late = pool.enter();
    assertThat(late.waits()).isTrue();
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.exchange(ready("a", 5)).leaseGood()).isFalse();
    assertThat(late.server()).isEqualTo("a");
  }

  @Test
  void aPermitFreedPastTheLeaseIsNotSpent() {
    pool.exchange(ready("a", 1));
    Request request = pool.enter();
    Request waiting = pool.enter();
    pool.pass(LEASE);
    request.permit().release();
    assertThat(waiting.waits()).isTrue();
  }

  @Test
  void inAnOutagePermitsInHandAreSpentPastTheLease() {
    pool.exchange(ready("a", 1));
    pool.pass(LEASE);
    Request waiting = pool.enter();
    pool.admission.beginExchange();
    assertThat(waiting.waits()).as("silence alone is no outage").isTrue();
    pool.admission.unreachable("connection refused");
    assertThat(waiting.server()).isEqualTo("a");
    waiting.permit().release();
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void afterAnOutageTheAnswerHasTheLastWord() {
    pool.exchange(ready("a", 1));
    pool.pass(LEASE);
    pool.admission.beginExchange();
    pool.admission.unreachable("connection refused");
    pool.exchange(ready("a", 0));
    assertThat(pool.enter().waits()).isTrue();
  }

  @Test
  void whoWaitedForTooLongInAnOutageIsToldSo() {
    Request waiting = pool.enter();
    pool.admission.beginExchange();
    pool.admission.unreachable("connection refused");
    pool.pass(AdmissionHarness.MAX_WAIT);
    pool.admission.expire();
    assertThat(waiting.refusal().detail())
        .isEqualTo(
            "no server became free within 30s; the shared state can't be reached: connection"
                + " refused");
  }

  @Test
  void wherePermitsAreNotToBeSpentInAnOutageRequestsAreRefusedPastTheLease() {
    pool = new AdmissionHarness(Balance.FIRST, 100, OutagePolicy.REJECT);
    pool.exchange(ready("a", 1));
    pool.admission.beginExchange();
    pool.admission.unreachable("connection refused");
    Request request = pool.enter();
    assertThat(request.server()).as("the lease still holds").isEqualTo("a");
    Request waiting = pool.enter();
    assertThat(waiting.waits()).isTrue();
    pool.pass(LEASE);
    request.permit().release();
    assertThat(pool.enter().reason()).isEqualTo(Reason.STATE_UNREACHABLE);
    assertThat(waiting.waits()).isTrue();
    pool.admission.beginExchange();
    pool.admission.unreachable("connection refused");
    assertThat(waiting.reason()).isEqualTo(Reason.STATE_UNREACHABLE);
    assertThat(waiting.refusal().detail())
        .isEqualTo("the shared state can't be reached: connection refused");
    pool.exchange(ready("a", 1));
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void theLastReportHoldsNothingButWhatIsInFlight() {
    pool.exchange(ready("a", 3), ready("b", 2));
    pool.enter();
    assertThat(pool.admission.beginLeaving().holdings()).containsExactly(new Holding("a", 1, 1, 0));
  }
}
