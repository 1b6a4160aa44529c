package dev.spillway.lb.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.lb.admission.Admission.Decision.Refused;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.lb.admission.Admission.Ticket;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeAnswer.Share;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An admission with a clock that stands still, and answers as a test writes them. */
final class AdmissionHarness {
  static final Duration LEASE = Duration.ofSeconds(5);
  static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Starts near the end of the range: monotonic clocks may wrap. */
  long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  int demands;
  int quiet;
  final PoolAdmission admission;

  AdmissionHarness() {
    this(Balance.LEAST_CONNECTIONS, 100, OutagePolicy.SERVE);
  }

  AdmissionHarness(Balance balance, int maxWaiting, OutagePolicy onOutage) {
    this(balance, new AdmissionRules(maxWaiting, MAX_WAIT, LEASE, onOutage));
  }

  AdmissionHarness(Balance balance, AdmissionRules rules) {
    admission =
        new PoolAdmission(
            "gateway",
            rules,
            BalancingAlgorithm.of(balance, new SplittableRandom(1)),
            () -> now,
            () -> demands++,
            () -> quiet++);
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  /** A request, and what it was told so far. */
  static final class Request {
    final List<Decision> told = new ArrayList<>();
    Ticket ticket;

    boolean waits() {
      return told.isEmpty();
    }

    Permit permit() {
      assertThat(told).hasSize(1);
      assertThat(told.get(0)).isInstanceOf(Granted.class);
      return ((Granted) told.get(0)).permit();
    }

    Refused refusal() {
      assertThat(told).hasSize(1);
      assertThat(told.get(0)).isInstanceOf(Refused.class);
      return (Refused) told.get(0);
    }

    String server() {
      return permit().server();
    }

    Reason reason() {
      return refusal().reason();
    }
  }

  Request enter() {
    Request request = new Request();
    request.ticket = admission.enter(request.told::add);
    return request;
  }

  Request reenter(String server) {
    Request request = new Request();
    request.ticket = admission.reenter(server, request.told::add);
    return request;
  }

  /** A whole exchange. */
  ExchangeReport exchange(Grant... grants) {
    ExchangeReport report = admission.beginExchange();
    admission.answered(answer(report.sequence(), grants));
    return report;
  }

  /** A whole exchange whose answer says that others wait, and what is this gateway's then. */
  ExchangeReport exchangeWhileOthersWait(Share share, Grant... grants) {
    ExchangeReport report = admission.beginExchange();
    admission.answered(
        new ExchangeAnswer(
            report.sequence(), true, false, List.of(grants), 0, 1, List.of(), 0, true, "", share));
    return report;
  }

  static ExchangeAnswer answer(long sequence, Grant... grants) {
    return answer(sequence, false, 0, false, "", grants);
  }

  static ExchangeAnswer answer(
      long sequence,
      boolean settling,
      int waitingElsewhere,
      boolean atMaximum,
      String lastFailure,
      Grant... grants) {
    return new ExchangeAnswer(
        sequence,
        true,
        settling,
        List.of(grants),
        0,
        waitingElsewhere,
        List.of(),
        0,
        atMaximum,
        lastFailure);
  }

  static Grant ready(String server, int mayHold) {
    return ready(server, mayHold, 0);
  }

  static Grant ready(String server, int mayHold, int others) {
    return grant(server, ServerState.READY, mayHold, others);
  }

  static Grant draining(String server, int mayHold) {
    return grant(server, ServerState.DRAINING, mayHold, 0);
  }

  private static Grant grant(String server, ServerState state, int mayHold, int others) {
    long ordinal = server.charAt(0);
    return new Grant(server, ordinal, state, "http://" + server + ":5000", 10, mayHold, others);
  }
}
