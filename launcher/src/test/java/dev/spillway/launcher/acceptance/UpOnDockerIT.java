package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RequiresDocker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
class UpOnDockerIT {
  @TempDir private Path directory;

  private SpillwayProcess up() throws IOException {
    return SpillwayProcess.start(
        directory,
        Map.of(),
        "up",
        "--runtime",
        "docker",
        "--port",
        "0",
        "--management-port",
        "0",
        "--set",
        "pools.web.env.DELAY=0");
  }

  @Test
  void containersAnswerAndNoneIsLeft() throws Exception {
    try (SpillwayProcess up = up()) {
      String gateway = up.awaitLine("gateway +(http://\\S+)");
      String instance = up.awaitLine("instance +(\\S+)");
      assertThat(Http.get(gateway + "/").body()).contains("Hello World from server");
      assertThat(containersOf(instance)).isNotEmpty();

      up.ctrlC();

      assertThat(up.awaitExit()).as(up.output()).isZero();
      assertThat(containersOf(instance)).isEmpty();
    }
  }

  @Test
  void containersOfAKilledRunAreRemovedByTheNext() throws Exception {
    try (SpillwayProcess killed = up()) {
      String gateway = killed.awaitLine("gateway +(http://\\S+)");
      String instance = killed.awaitLine("instance +(\\S+)");
      assertThat(Http.get(gateway + "/").statusCode()).isEqualTo(200);

      killed.signal("KILL");
      killed.awaitExit();
      assertThat(containersOf(instance)).isNotEmpty();

      try (SpillwayProcess next = up()) {
        next.awaitLine("cleaned up after the run " + instance);
        assertThat(containersOf(instance)).isEmpty();
      }
    }
  }

  private static String containersOf(String instance) throws IOException, InterruptedException {
    Process docker =
        new ProcessBuilder(
                "docker",
                "ps",
                "--all",
                "--quiet",
                "--filter",
                "label=spillway.instance=" + instance)
            .redirectErrorStream(true)
            .start();
    String output = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(docker.waitFor()).as(output).isZero();
    return output;
  }
}
