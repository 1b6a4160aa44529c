package dev.spillway.lb.admission;

import static dev.spillway.lb.admission.AdmissionHarness.MAX_WAIT;
import static dev.spillway.lb.admission.AdmissionHarness.answer;
import static dev.spillway.lb.admission.AdmissionHarness.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.lb.admission.AdmissionHarness.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that enter, wait, leave and end. */
class PoolAdmissionTest {
  private AdmissionHarness pool = new AdmissionHarness();

  @Test
  void aRequestGetsAPermitAtOnceWhereOneIsHeld() {
    pool.exchange(ready("a", 1));
    Request request = pool.enter();
    assertThat(request.server()).isEqualTo("a");
    assertThat(request.permit().url()).isEqualTo("http://a:5000");
    assertThat(request.ticket.cancel()).isFalse();
    assertThat(pool.demands).isZero();
    assertThat(pool.admission.inFlight()).isEqualTo(1);
  }

  @Test
  void aRequestWaitsWhereNoneIsHeldAndAsksForAnExchangeOnce() {
    Request first = pool.enter();
    Request second = pool.enter();
    assertThat(first.waits()).isTrue();
    assertThat(second.waits()).isTrue();
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.exchange(ready("a", 1)).waiting()).isEqualTo(2);
    assertThat(first.server()).isEqualTo("a");
    assertThat(second.waits()).isTrue();
  }

  @Test
  void demandAfterTheReportWasMadeAsksForTheNextExchange() {
    pool.enter();
    pool.admission.beginExchange();
    pool.enter();
    assertThat(pool.demands).isEqualTo(2);
  }

  @Test
  void aFreedPermitGoesToTheOldestWaiterAndNotToANewcomer() {
    pool.exchange(ready("a", 1));
    Request served = pool.enter();
    Request oldest = pool.enter();
    Request next = pool.enter();
    served.permit().release();
    Request newcomer = pool.enter();
    assertThat(oldest.server()).isEqualTo("a");
    assertThat(next.waits()).isTrue();
    assertThat(newcomer.waits()).isTrue();
  }

  @Test
  void aPermitIsReleasedOnceHoweverOftenItIsAsked() {
    pool.exchange(ready("a", 1));
    Request served = pool.enter();
    Request waiting = pool.enter();
    Request other = pool.enter();
    served.permit().release();
    served.permit().release();
    served.permit().releaseUnreachable();
    assertThat(waiting.server()).isEqualTo("a");
    assertThat(other.waits()).isTrue();
    assertThat(pool.admission.inFlight()).isEqualTo(1);
  }

  @Test
  void aCancelledRequestIsNeverTold() {
    pool.exchange(ready("a", 1));
    Request served = pool.enter();
    Request gone = pool.enter();
    Request waiting = pool.enter();
    assertThat(gone.ticket.cancel()).isTrue();
    assertThat(gone.ticket.cancel()).isFalse();
    served.permit().release();
    assertThat(gone.waits()).isTrue();
    assertThat(waiting.server()).isEqualTo("a");
  }

  @Test
  void aRequestBeyondTheQueueIsRefused() {
    pool = new AdmissionHarness(Balance.FIRST, 1, OutagePolicy.SERVE);
    Request waiting = pool.enter();
    Request tooMany = pool.enter();
    assertThat(waiting.waits()).isTrue();
    assertThat(tooMany.reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(tooMany.refusal().detail())
        .isEqualTo("no server is free, and 1 requests wait already");
    assertThat(pool.admission.refused()).isEqualTo(1);
  }

  @Test
  void whereNoneMayWaitOneThatIsTurnedAwayStillCountsAsDemand() {
    pool = new AdmissionHarness(Balance.FIRST, 0, OutagePolicy.SERVE);
    assertThat(pool.enter().reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(pool.demands).isEqualTo(1);
    assertThat(pool.exchange().waiting()).isEqualTo(1);
    assertThat(pool.exchange().waiting()).isZero();
  }

  @Test
  void aRequestThatWaitedForTooLongIsRefusedWithWhatIsKnownOfTheCause() {
    Request first = pool.enter();
    pool.pass(Duration.ofSeconds(10));
    Request second = pool.enter();
    long sequence = pool.admission.beginExchange().sequence();
    pool.admission.answered(answer(sequence, false, 0, true, "exit code 3"));
    assertThat(pool.admission.nanosUntilExpiry()).isEqualTo(MAX_WAIT.minusSeconds(10).toNanos());
    pool.pass(MAX_WAIT.minusSeconds(10).minusNanos(1));
    pool.admission.expire();
    assertThat(first.waits()).isTrue();
    pool.pass(Duration.ofNanos(1));
    pool.admission.expire();
    assertThat(first.reason()).isEqualTo(Reason.QUEUE_TIMEOUT);
    assertThat(first.refusal().detail())
        .isEqualTo("no server became free within 30s; the last start failed: exit code 3");
    assertThat(second.waits()).isTrue();
    assertThat(pool.admission.nanosUntilExpiry()).isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void nothingExpiresWhereNobodyWaits() {
    assertThat(pool.admission.nanosUntilExpiry()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void strictRoundRobinLetsRequestsWaitBehindTheFullServerInTurn() {
    pool = new AdmissionHarness(Balance.ROUND_ROBIN_STRICT, 100, OutagePolicy.SERVE);
    pool.exchange(ready("a", 1), ready("b", 2));
    Request onA = pool.enter();
    assertThat(pool.enter().server()).isEqualTo("b");
    Request waiting = pool.enter();
    assertThat(waiting.waits()).isTrue();
    assertThat(pool.exchange(ready("a", 1), ready("b", 2)).waiting()).isEqualTo(1);
    assertThat(waiting.waits()).isTrue();
    onA.permit().release();
    assertThat(waiting.server()).isEqualTo("a");
  }

  @Test
  void othersRequestsInFlightCountForLeastConnections() {
    pool.exchange(ready("a", 5, 2), ready("b", 5, 0));
    assertThat(pool.enter().server()).isEqualTo("b");
    assertThat(pool.enter().server()).isEqualTo("b");
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void aServerThatCouldNotBeReachedIsPassedOverForAMoment() {
    pool.exchange(ready("a", 5), ready("b", 5));
    pool.enter().permit().releaseUnreachable();
    assertThat(pool.enter().server()).isEqualTo("b");
    assertThat(pool.enter().server()).isEqualTo("b");
    pool.pass(AdmissionRules.ASIDE);
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void aServerThatCameBackElsewhereIsNotPassedOver() {
    pool.exchange(ready("a", 5), ready("b", 5));
    pool.enter().permit().releaseUnreachable();
    pool.exchange(ready("b", 5));
    pool.exchange(ready("a", 5), ready("b", 5));
    assertThat(pool.enter().server()).isEqualTo("a");
  }

  @Test
  void whereAllServersWereUnreachableTheOneTriedLongestAgoIsTaken() {
    pool.exchange(ready("a", 5), ready("b", 5));
    Request onA = pool.enter();
    Request onB = pool.enter();
    onB.permit().releaseUnreachable();
    pool.pass(Duration.ofMillis(10));
    onA.permit().releaseUnreachable();
    assertThat(pool.reenter("a").server()).isEqualTo("b");
  }

  @Test
  void aRequestThatReentersTakesTheSameServerRatherThanNone() {
    pool.exchange(ready("a", 1));
    pool.enter().permit().releaseUnreachable();
    assertThat(pool.reenter("a").server()).isEqualTo("a");
  }

  @Test
  void aRequestThatReentersStandsAheadOfThoseThatWaitAndBeyondTheBound() {
    pool = new AdmissionHarness(Balance.FIRST, 1, OutagePolicy.SERVE);
    pool.exchange(ready("a", 1), ready("b", 1));
    Request onA = pool.enter();
    Request onB = pool.enter();
    Request waiting = pool.enter();
    onA.permit().releaseUnreachable();
    assertThat(waiting.waits()).as("a is passed over while there is b").isTrue();
    Request reentered = pool.reenter("a");
    assertThat(reentered.waits()).isTrue();
    onB.permit().release();
    assertThat(reentered.server()).isEqualTo("b");
    assertThat(waiting.waits()).isTrue();
  }

  @Test
  void waitersAreServedByAServerThatIsNoLongerPassedOver() {
    pool.exchange(ready("a", 1), ready("b", 1));
    Request onA = pool.enter();
    pool.enter();
    Request waiting = pool.enter();
    onA.permit().releaseUnreachable();
    assertThat(waiting.waits()).isTrue();
    assertThat(pool.admission.nanosUntilExpiry()).isEqualTo(AdmissionRules.ASIDE.toNanos());
    pool.pass(AdmissionRules.ASIDE);
    pool.admission.expire();
    assertThat(waiting.server()).isEqualTo("a");
  }

  @Test
  void aNewcomerDoesNotPassOneThatWaitsWhenAServerIsNoLongerPassedOver() {
    pool.exchange(ready("a", 1), ready("b", 1));
    Request onA = pool.enter();
    pool.enter();
    Request waiting = pool.enter();
    onA.permit().releaseUnreachable();
    pool.pass(AdmissionRules.ASIDE);
    Request newcomer = pool.enter();
    pool.admission.expire();
    assertThat(waiting.server()).isEqualTo("a");
    assertThat(newcomer.waits()).isTrue();
  }

  @Test
  void receiversMayUseTheAdmissionWhileTheyAreTold() {
    pool.exchange(ready("a", 1));
    Request served = pool.enter();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      pool.admission.enter(
          decision -> {
            order.add("request " + number);
            ((Admission.Decision.Granted) decision).permit().release();
          });
    }
    served.permit().release();
    assertThat(order).containsExactly("request 0", "request 1", "request 2");
    assertThat(pool.admission.inFlight()).isZero();
  }

  @Test
  void aReceiverThatThrowsKeepsNobodyElseFromBeingTold() {
    pool.admission.enter(
        decision -> {
          throw new IllegalStateException("broken receiver");
        });
    Request next = pool.enter();
    assertThatThrownBy(() -> pool.exchange(ready("a", 2))).hasMessage("broken receiver");
    assertThat(next.server()).isEqualTo("a");
  }

  @Test
  void leavingRefusesThoseThatWaitAndAllThatComeAfter() {
    Request waiting = pool.enter();
    assertThat(pool.admission.beginLeaving().leaving()).isTrue();
    assertThat(waiting.reason()).isEqualTo(Reason.SHUTTING_DOWN);
    assertThat(pool.enter().reason()).isEqualTo(Reason.SHUTTING_DOWN);
  }

  @Test
  void itIsQuietOnceTheLastRequestHasEnded() {
    pool.exchange(ready("a", 1));
    Request served = pool.enter();
    Request waiting = pool.enter();
    pool.admission.awaitQuiet();
    served.permit().release();
    assertThat(pool.quiet).isZero();
    waiting.permit().release();
    assertThat(pool.quiet).isEqualTo(1);
  }

  @Test
  void itIsQuietOnceTheLastWaiterHasLeft() {
    Request waiting = pool.enter();
    pool.admission.awaitQuiet();
    assertThat(pool.quiet).isZero();
    waiting.ticket.cancel();
    assertThat(pool.quiet).isEqualTo(1);
  }
}
