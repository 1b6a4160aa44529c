package dev.spillway.worker.decision;

import static dev.spillway.worker.decision.Records.NOW;
import static dev.spillway.worker.decision.Records.claimed;
import static dev.spillway.worker.decision.Records.server;
import static dev.spillway.worker.decision.Records.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.worker.decision.Reconciliation.Findings;
import dev.spillway.worker.decision.Reconciliation.Running;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconciliationTest {
  private static final Running WEB_1 = new Running("web", "web-1", "http://web-1");

  private final Reconciliation reconciliation = new Reconciliation();

  private Findings compare(List<Running> running, PoolSnapshot web) {
    return reconciliation.compare(running, Map.of("web", web), Set.of(), 20);
  }

  private static PoolSnapshot records(ServerRecord... servers) {
    return Records.pool(servers);
  }

  @Test
  void nothingIsFoundWhereBothAgree() {
    Findings findings = compare(List.of(WEB_1), records(server("web-1", ServerState.READY)));
    assertThat(findings).isEqualTo(new Findings(List.of(), List.of(), List.of(), List.of(), false));
  }

  @Test
  void aServerWithoutARecordIsBelievedOnlyWhenItIsSeenTwice() {
    Findings first = compare(List.of(WEB_1), records());
    assertThat(first.adoptOrStop()).isEmpty();
    assertThat(first.again()).isTrue();
    assertThat(compare(List.of(WEB_1), records()).adoptOrStop()).containsExactly(WEB_1);
  }

  @Test
  void twiceMeansInTwoPassesInARow() {
    compare(List.of(WEB_1), records());
    compare(List.of(WEB_1), records(server("web-1", ServerState.READY)));
    assertThat(compare(List.of(WEB_1), records()).adoptOrStop()).isEmpty();
  }

  @Test
  void aServerThatThisWorkerStartsOrStopsIsNoOrphan() {
    for (int pass = 0; pass < 3; pass++) {
      Findings findings =
          reconciliation.compare(List.of(WEB_1), Map.of("web", records()), Set.of("web-1"), 20);
      assertThat(findings.adoptOrStop()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerState.class,
      names = {"STARTING", "STOPPING"})
  void aServerThatAnyWorkerStartsOrStopsIsLeftToIt(ServerState state) {
    for (int pass = 0; pass < 3; pass++) {
      PoolSnapshot records = records(claimed("web-1", state, "other", NOW + 1));
      assertThat(compare(List.of(WEB_1), records).again()).isFalse();
      assertThat(compare(List.of(), records).dead()).isEmpty();
    }
  }

  @Test
  void whatIsLeftOfAStartThatWasGivenUpIsStopped() {
    PoolSnapshot records = records(server("web-1", ServerState.FAILED));
    compare(List.of(WEB_1), records);
    Findings second = compare(List.of(WEB_1), records);
    assertThat(second.stop()).containsExactly(WEB_1);
    assertThat(second.adoptOrStop()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerState.class,
      names = {"READY", "DRAINING"})
  void aRecordWithoutAServerIsDeadIfItIsOlderThanTheList(ServerState state) {
    ServerRecord old = since("web-1", state, NOW - 20 - Reconciliation.MARGIN_MILLIS - 1);
    Findings findings = compare(List.of(), records(old));
    assertThat(findings.dead()).containsExactly(new Reconciliation.Missing("web", old));
    assertThat(findings.again()).isFalse();
  }

  @Test
  void aServerThatBecameReadyAfterTheListWasMadeIsNotDead() {
    ServerRecord fresh = since("web-1", ServerState.READY, NOW - 20);
    Findings findings = compare(List.of(), records(fresh));
    assertThat(findings.dead()).isEmpty();
    assertThat(findings.again()).isTrue();
  }

  @Test
  void serversOfPoolsThatAreNotScaledHereAreLeftAlone() {
    Running other = new Running("other", "other-1", "http://other-1");
    for (int pass = 0; pass < 3; pass++) {
      Findings findings = compare(List.of(other), records());
      assertThat(findings.foreign()).containsExactly(other);
      assertThat(findings.adoptOrStop()).isEmpty();
      assertThat(findings.again()).isFalse();
    }
  }
}
