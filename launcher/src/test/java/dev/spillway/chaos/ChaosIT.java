package dev.spillway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Three gateways, two workers, Redis and servers under load while they are killed, paused, cut off
 * and robbed of their data. {@code -Dspillway.chaos=30m} makes it a long run, {@code
 * -Dspillway.seed=N} repeats the draw of a run, of which the machine's own timing is no part.
 */
class ChaosIT {
  private static final Duration SHORT = Duration.ofSeconds(25);

  @Test
  void everyRequestIsAnsweredOnceOrFailsForAReasonAndEverythingComesToRest() throws Exception {
    ChaosSettings settings = settings();
    Path directory = Path.of("target/chaos", Long.toString(settings.seed()));
    if (containers()) {
      assumeThat(OwnDockerd.obstacle()).as("what is in the way of a private dockerd").isEmpty();
      try (OwnDockerd dockerd = OwnDockerd.begin()) {
        run(settings, ServerContainers.of(dockerd, directory, settings.instance()), directory);
      }
    } else {
      run(settings, new ServerProcesses(), directory);
    }
  }

  private static void run(ChaosSettings settings, Servers servers, Path directory)
      throws Exception {
    ChaosRun run = new ChaosRun(settings, servers, directory);
    run.run();
    String told = "seed %d, logs in %s%n%s".formatted(settings.seed(), directory, run.counts());
    System.out.println("chaos: " + told);
    assertThat(run.findings()).describedAs(told).isEmpty();
  }

  private static ChaosSettings settings() {
    long seed = Long.getLong("spillway.seed", RandomGenerator.getDefault().nextLong(1L << 40));
    String length = System.getProperty("spillway.chaos");
    return new ChaosSettings(
        seed,
        length == null ? SHORT : Duration.parse("PT" + length),
        Integer.getInteger("spillway.chaos.rate", 40),
        Duration.ofSeconds(2),
        Duration.ofMillis(length == null ? 1700 : 4000),
        !Boolean.getBoolean("spillway.chaos.no-bus"),
        FaultKind.of(containers()));
  }

  private static boolean containers() {
    return Boolean.getBoolean("spillway.chaos.docker");
  }
}
