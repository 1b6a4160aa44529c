package dev.spillway.worker.decision;

import static dev.spillway.worker.decision.Records.pool;
import static dev.spillway.worker.decision.Records.server;
import static dev.spillway.worker.decision.Records.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolLimits;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.worker.decision.PoolEdges.Edge;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolEdgesTest {
  private static final ServerRecord A = server("a", ServerState.READY);
  private static final ServerRecord B = server("b", ServerState.READY);
  private static final ServerRecord NEW = server("n", ServerState.STARTING);

  private final PoolEdges edges = new PoolEdges(new PoolLimits(1, 2, 10, Duration.ofSeconds(5)));

  @Test
  void theMinimumIsToldWhenThePoolComesDownToIt() {
    assertThat(edges.reached(pool(A))).isEmpty();
    assertThat(edges.reached(pool(A, B))).isEmpty();
    assertThat(edges.reached(pool(A, server("b", ServerState.DRAINING)))).isEmpty();
    assertThat(edges.reached(pool(A))).containsExactly(Edge.MINIMUM);
    assertThat(edges.reached(pool(A))).isEmpty();
  }

  @Test
  void theMaximumIsToldOnceWhileRequestsWaitThatItDoesNotAllowToServe() {
    assertThat(edges.reached(waiting(5, A))).isEmpty();
    assertThat(edges.reached(waiting(5, A, B))).containsExactly(Edge.MAXIMUM);
    assertThat(edges.reached(waiting(9, A, B))).isEmpty();
    assertThat(edges.reached(waiting(0, A, B))).isEmpty();
    assertThat(edges.reached(waiting(1, A, B))).containsExactly(Edge.MAXIMUM);
  }

  @Test
  void aServerThatStartsWillServeSoManyOfThoseThatWait() {
    assertThat(edges.reached(waiting(10, A, NEW))).isEmpty();
    assertThat(edges.reached(waiting(11, A, NEW))).containsExactly(Edge.MAXIMUM);
  }
}
