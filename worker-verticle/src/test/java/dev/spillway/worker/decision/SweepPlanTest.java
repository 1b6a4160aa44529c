package dev.spillway.worker.decision;

import static dev.spillway.worker.decision.Records.NOW;
import static dev.spillway.worker.decision.Records.claimed;
import static dev.spillway.worker.decision.Records.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  private static final int MAXIMUM = 10;

  @Test
  void recordsBeyondTheMaximumAreNotStartedWhoeverEnteredThem() {
    PoolSnapshot pool =
        Records.created(
            "third",
            server("first", ServerState.READY),
            server("second", ServerState.STARTING),
            server("third", ServerState.STARTING),
            server("fourth", ServerState.STARTING));

    SweepPlan plan = SweepPlan.of(pool, "me", 2);

    assertThat(names(plan.startOrTakeOver())).containsExactly("second");
    assertThat(plan.start()).isEmpty();
  }

  private static List<String> names(List<ServerRecord> servers) {
    return servers.stream().map(ServerRecord::name).toList();
  }

  @Test
  void aRecordMadeJustNowIsStartedAndAnOlderOneMayHaveBeenStartedAlready() {
    PoolSnapshot pool =
        Records.created(
            "new", server("new", ServerState.STARTING), server("old", ServerState.STARTING));
    SweepPlan plan = SweepPlan.of(pool, "me", MAXIMUM);
    assertThat(names(plan.start())).containsExactly("new");
    assertThat(names(plan.startOrTakeOver())).containsExactly("old");
  }

  @Test
  void aStartThatAWorkerHoldsIsLeftToItUntilItsClaimLapses() {
    PoolSnapshot pool =
        Records.pool(
            claimed("held", ServerState.STARTING, "other", NOW + 1),
            claimed("lapsed", ServerState.STARTING, "other", NOW));
    assertThat(names(SweepPlan.of(pool, "me", MAXIMUM).startOrTakeOver()))
        .containsExactly("lapsed");
  }

  @Test
  void drainingServersAndOnesOwnStopsAreSeenTo() {
    PoolSnapshot pool =
        Records.pool(
            server("draining", ServerState.DRAINING),
            claimed("mine", ServerState.STOPPING, "me", NOW + 1),
            claimed("theirs", ServerState.STOPPING, "other", NOW + 1),
            claimed("lapsed", ServerState.STOPPING, "other", NOW - 1),
            server("nobodys", ServerState.STOPPING));
    assertThat(names(SweepPlan.of(pool, "me", MAXIMUM).stop()))
        .containsExactly("draining", "mine", "lapsed", "nobodys");
  }

  @Test
  void onlyReadyServersCanBecomeIdle() {
    PoolSnapshot pool =
        Records.pool(
            server("ready", ServerState.READY),
            server("failed", ServerState.FAILED),
            server("draining", ServerState.DRAINING));
    SweepPlan plan = SweepPlan.of(pool, "me", MAXIMUM);
    assertThat(names(plan.ready())).containsExactly("ready");
    assertThat(plan.start()).isEmpty();
    assertThat(plan.startOrTakeOver()).isEmpty();
  }
}
