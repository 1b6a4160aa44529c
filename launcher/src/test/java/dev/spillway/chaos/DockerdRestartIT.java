package dev.spillway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.spillway.test.RequiresDocker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The Docker daemon is restarted under load, and every server dies with it: workers forget those,
 * follow the daemon again and start others; requests fail only with the server that had them.
 */
@RequiresDocker
class DockerdRestartIT {

  @Test
  void everyServerIsReplacedAndNothingIsLostOrLeftBehind() throws Exception {
    assumeThat(OwnDockerd.obstacle()).as("what is in the way of a private dockerd").isEmpty();
    long seed = Long.getLong("spillway.seed", RandomGenerator.getDefault().nextLong(1L << 40));
    ChaosSettings settings =
        new ChaosSettings(
            seed,
            Duration.ofSeconds(12),
            20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            true,
            Set.of(FaultKind.RESTART_DOCKERD));
    Path directory = Path.of("target/chaos", "dockerd-" + seed);
    try (OwnDockerd dockerd = OwnDockerd.begin()) {
      ServerContainers servers = ServerContainers.of(dockerd, directory, settings.instance());
      ChaosRun run = new ChaosRun(settings, servers, directory);
      run.run();
      String told = "seed %d, logs in %s%n%s".formatted(seed, directory, run.counts());
      System.out.println("dockerd restarts: " + told);
      assertThat(run.counts()).describedAs(told).containsKey("fault RESTART_DOCKERD");
      assertThat(run.findings()).describedAs(told).isEmpty();
    }
  }
}
