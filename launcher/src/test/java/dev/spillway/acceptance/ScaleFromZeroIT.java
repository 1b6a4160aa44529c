package dev.spillway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.Awaiting;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool without a minimum: nothing runs in silence, and the first request waits for a server. */
class ScaleFromZeroIT {
  @TempDir Path directory;

  @Test
  void firstRequestAfterSilenceIsAnsweredByTheFirstServer() {
    String yaml =
        """
        runtime: process
        pools:
          web: { env: { DELAY: 0ms }, min-replicas: 0, idle-timeout: 500ms }
        """;
    try (RunningSpillway spillway = RunningSpillway.up(directory, yaml)) {
      Load load = new Load(spillway.gateway());
      for (int round = 0; round < 3; round++) {
        Awaiting.until("no server is left", () -> spillway.servers().isEmpty());
        assertThat(load.sendOne().status()).isEqualTo(200);
      }
    }
  }
}
