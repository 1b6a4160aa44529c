package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RequiresDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceOfRuntimeIT {
  @TempDir private Path directory;

  private SpillwayProcess up(Map<String, String> environment, String runtime) throws IOException {
    return SpillwayProcess.start(
        directory,
        environment,
        "up",
        "--runtime",
        runtime,
        "--port",
        "0",
        "--management-port",
        "0",
        "--set",
        "pools.web.env.DELAY=0");
  }

  private static Map<String, String> withoutDocker() {
    return Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock");
  }

  /** An installation whose image needs a base image that no registry has. */
  private Map<String, String> withoutBaseImage() throws IOException {
    Path web = Files.createDirectories(directory.resolve("home/web-verticle"));
    Files.writeString(web.resolve("Dockerfile"), "FROM 127.0.0.1:1/nothing/here\n");
    Files.createDirectories(web.resolve("target"));
    Files.createSymbolicLink(
        web.resolve("target/web"), Path.of("../web-verticle/target/web").toRealPath());
    return Map.of("SPILLWAY_HOME", directory.resolve("home").toString());
  }

  @Test
  void withoutDockerAutoTakesProcessesAndSaysSoInALine() throws Exception {
    try (SpillwayProcess up = up(withoutDocker(), "auto")) {
      up.awaitLine("servers run as processes: docker does not answer at unix:///nonexistent");
      assertThat(Http.get(up.awaitLine("gateway +(http://\\S+)") + "/").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutDockerRuntimeDockerIsAnErrorInALine() throws Exception {
    try (SpillwayProcess up = up(withoutDocker(), "docker")) {
      assertThat(up.awaitExit()).isEqualTo(1);
      assertThat(up.outputLines()).singleElement().asString().contains("/nonexistent/docker.sock");
    }
  }

  @Test
  @RequiresDocker
  void whereTheImageCanNotBeBuiltAutoTakesProcessesAndSaysSo() throws Exception {
    try (SpillwayProcess up = up(withoutBaseImage(), "auto")) {
      up.awaitLine("servers run as processes: image spillway/web can't be built");
      assertThat(Http.get(up.awaitLine("gateway +(http://\\S+)") + "/").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  @RequiresDocker
  void whereTheImageCanNotBeBuiltRuntimeDockerIsAnError() throws Exception {
    try (SpillwayProcess up = up(withoutBaseImage(), "docker")) {
      assertThat(up.awaitExit()).isEqualTo(1);
      assertThat(up.output()).contains("image spillway/web can't be built");
      assertThat(up.output()).doesNotContain("\tat ");
      assertThat(SpillwayProcess.runRecords(directory)).isEmpty();
    }
  }
}
