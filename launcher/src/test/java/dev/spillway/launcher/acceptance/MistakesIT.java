package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesIT {
  @TempDir private Path directory;

  @Test
  void fiveMistakesInAFileAreFiveLines() throws Exception {
    Files.writeString(
        directory.resolve("spillway.yml"),
        """
        gateway:
          prot: 8080
        runtime: podman
        pools:
          web:
            min-replicas: 5
            max-replicas: 2
            idle-timeout: 2 parsecs
            max-requests: 0
        """);
    try (SpillwayProcess up = SpillwayProcess.start(directory, Map.of(), "up")) {
      assertThat(up.awaitExit()).as(up.output()).isEqualTo(2);
      assertThat(up.outputLines())
          .hasSize(5)
          .allMatch(line -> line.startsWith("spillway.yml:"), "names the file and line");
      assertThat(up.output()).contains("prot", "port", "podman", "parsecs");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "up --prot 1",
        "up --config missing.yml",
        "up --runtime podman",
        "up --set nonsense",
        "up --set gatway.port=1",
        "lb",
        "worker",
        "monitor --management nonsense",
        "web --port 99999",
        "servers --management nonsense"
      })
  void aMistakeOnTheCommandLineIsALineAndNoStackTrace(String arguments) throws Exception {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    try (SpillwayProcess command = SpillwayProcess.start(directory, Map.of(), words)) {
      assertThat(command.awaitExit()).as(command.output()).isEqualTo(2);
      // The mistake, perhaps what was meant, and where to read on.
      assertThat(command.outputLines()).hasSizeBetween(1, 3);
      assertThat(command.output()).doesNotContain("\tat ", "Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up", "lb", "worker", "web", "monitor", "servers"})
  void everyCommandHasHelp(String command) throws Exception {
    String[] words = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
    try (SpillwayProcess help = SpillwayProcess.start(directory, Map.of(), words)) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.output()).startsWith("Usage: spillway");
    }
  }
}
