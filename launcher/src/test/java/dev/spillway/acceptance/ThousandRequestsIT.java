package dev.spillway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.acceptance.Load.Answer;
import dev.spillway.test.Awaiting;
import dev.spillway.test.RequiresDocker;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 requests at a pool of one server: all are answered, no server has more at once than it may,
 * servers grow to the maximum, go back to the minimum by themselves, and none is left at the end.
 */
class ThousandRequestsIT {
  private static final int REQUESTS = 1000;
  private static final int CONCURRENCY = 100;
  private static final int MAX_REQUESTS = 5;
  private static final int MAX_REPLICAS = 8;

  @TempDir Path directory;

  @Test
  void areAnsweredByProcesses() {
    Set<String> urls = run("process");
    assertThat(Remains.listening(urls)).isEmpty();
  }

  @Test
  @RequiresDocker
  void areAnsweredByContainers() {
    run("docker");
  }

  private Set<String> run(String runtime) {
    String yaml =
        """
        runtime: %s
        pools:
          web:
            env: { DELAY: 400ms }
            min-replicas: 1
            max-replicas: %d
            max-requests: %d
            idle-timeout: 5s
            queue: { timeout: 2m }
        """
            .formatted(runtime, MAX_REPLICAS, MAX_REQUESTS);
    try (RunningSpillway spillway = RunningSpillway.up(directory, yaml);
        ReplicaWatch watch = new ReplicaWatch(spillway)) {
      Awaiting.until("the minimum is there", () -> spillway.replicas() == 1);

      List<Answer> answers = new Load(spillway.gateway()).send(REQUESTS, CONCURRENCY);

      assertThat(answers).hasSize(REQUESTS).allMatch(answer -> answer.status() == 200);
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.inFlight()).isBetween(1, MAX_REQUESTS));
      // A slow machine may still be starting the last ones when the last request is answered.
      Awaiting.until("the maximum was there", () -> watch.most() >= MAX_REPLICAS);
      Awaiting.until("servers are back at the minimum", () -> spillway.replicas() == 1);
      if (runtime.equals("docker")) {
        assertThat(Remains.containers(spillway.instance())).hasSize(1);
      }

      String instance = spillway.instance();
      watch.stop();
      assertThat(watch.most()).isEqualTo(MAX_REPLICAS);
      assertThat(spillway.stop()).describedAs(spillway.text()).isZero();
      if (runtime.equals("docker")) {
        assertThat(Remains.containers(instance)).isEmpty();
      }
      assertThat(Remains.files(directory.resolve("state"))).isEmpty();
      return watch.urls();
    }
  }
}
