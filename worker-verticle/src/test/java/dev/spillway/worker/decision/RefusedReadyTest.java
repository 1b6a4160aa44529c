package dev.spillway.worker.decision;

import static dev.spillway.worker.decision.Records.NOW;
import static dev.spillway.worker.decision.Records.claimed;
import static dev.spillway.worker.decision.Records.pool;
import static dev.spillway.worker.decision.Records.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import org.junit.jupiter.api.Test;

class RefusedReadyTest {

  private static RefusedReady decide(PoolSnapshot pool) {
    return RefusedReady.decide(pool, "web-1", "http://web-1", "me");
  }

  @Test
  void aServerThatNobodyWantsIsStopped() {
    assertThat(decide(pool())).isEqualTo(RefusedReady.STOP);
    assertThat(decide(pool(server("web-1", ServerState.FAILED)))).isEqualTo(RefusedReady.STOP);
  }

  @Test
  void aServerThatAnotherWorkerTookOverIsLeft() {
    assertThat(decide(pool(claimed("web-1", ServerState.STARTING, "other", NOW + 1))))
        .isEqualTo(RefusedReady.LEAVE);
    assertThat(decide(pool(server("web-1", ServerState.DRAINING)))).isEqualTo(RefusedReady.LEAVE);
  }

  @Test
  void aRepeatedCallWhoseFirstAnswerWasLostFoundItReady() {
    assertThat(decide(pool(server("web-1", ServerState.READY))))
        .isEqualTo(RefusedReady.READY_ALREADY);
  }

  @Test
  void aReadyServerElsewhereIsNotThisOne() {
    assertThat(
            RefusedReady.decide(
                pool(server("web-1", ServerState.READY)), "web-1", "http://elsewhere", "me"))
        .isEqualTo(RefusedReady.LEAVE);
  }

  @Test
  void aServerAtTheAddressOfAnotherIsGivenUp() {
    assertThat(atAddressOf(server("web-2", ServerState.READY)))
        .isEqualTo(RefusedReady.ADDRESS_TAKEN);
    assertThat(atAddressOf(server("web-2", ServerState.STOPPING)))
        .isEqualTo(RefusedReady.ADDRESS_TAKEN);
    assertThat(atAddressOf(server("web-2", ServerState.FAILED))).isEqualTo(RefusedReady.LEAVE);
  }

  private static RefusedReady atAddressOf(ServerRecord other) {
    return RefusedReady.decide(
        pool(claimed("web-1", ServerState.STARTING, "me", NOW + 1), other),
        "web-1",
        "http://web-2",
        "me");
  }
}
