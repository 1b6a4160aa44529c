package dev.spillway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.acceptance.Load.Answer;
import dev.spillway.test.Awaiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that come at the very moment of scale-down: none fails, and no answer is cut. Half of
 * the bursts come when a server is seen to go, the other half at a moment drawn at random around
 * the end of the idle time.
 */
class ScaleDownUnderLoadIT {
  private static final int CYCLES = 20;
  private static final Duration IDLE = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void losesNoRequestInTwentyCycles() {
    long seed = Long.getLong("spillway.seed", new Random().nextLong());
    Random random = new Random(seed);
    String yaml =
        """
        runtime: process
        pools:
          web:
            env: { DELAY: 100ms }
            min-replicas: 0
            max-replicas: 4
            max-requests: 5
            idle-timeout: %dms
            queue: { timeout: 2m }
        """
            .formatted(IDLE.toMillis());
    try (RunningSpillway spillway = RunningSpillway.up(directory, yaml)) {
      Load load = new Load(spillway.gateway());
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        allAnswered(load.send(40, 20), seed, cycle);
        if (cycle % 2 == 0) {
          int before = spillway.replicas();
          Awaiting.until("a server goes", () -> spillway.replicas() < before || goes(spillway));
        } else {
          // Not a wait for something: the moment is what is tested.
          LockSupport.parkNanos(IDLE.plusMillis(random.nextInt(400) - 200L).toNanos());
        }
        allAnswered(load.send(10, 10), seed, cycle);
      }
      assertThat(spillway.stop()).describedAs(spillway.text()).isZero();
    }
  }

  private static boolean goes(RunningSpillway spillway) {
    return spillway.servers().stream()
        .map(server -> server.getString("state"))
        .anyMatch(
            state -> state.equalsIgnoreCase("draining") || state.equalsIgnoreCase("stopping"));
  }

  private static void allAnswered(List<Answer> answers, long seed, int cycle) {
    assertThat(answers)
        .describedAs("cycle %d, seed %d", cycle, seed)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
              assertThat(answer.server()).isNotEmpty();
            });
  }
}
