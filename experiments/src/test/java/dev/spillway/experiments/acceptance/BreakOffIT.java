package dev.spillway.experiments.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.launcher.Main;
import dev.spillway.test.Awaiting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakOffIT {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path directory;

  @Test
  void ctrlCInTheMiddleOfAnExperimentLeavesNothingBehind() throws Exception {
    Process experiment = start();
    try {
      Awaiting.until("requests wait for servers", () -> ended(experiment) || pids().size() >= 3);
      List<Long> pids = pids();
      assertThat(pids).as(log()).hasSizeGreaterThanOrEqualTo(3);

      new ProcessBuilder("kill", "-INT", "--", "-" + experiment.pid())
          .inheritIO()
          .start()
          .waitFor();

      assertThat(experiment.waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
      assertThat(experiment.exitValue()).as(log()).isEqualTo(130);
      assertThat(pids).noneMatch(BreakOffIT::runs);
      assertThat(json("spillway/runs")).isEmpty();
      assertThat(json("spillway/processes")).isEmpty();
      assertThat(directory.resolve("out/scaling.csv")).doesNotExist();
    } finally {
      experiment.destroyForcibly();
    }
  }

  /** On the class path that {@code ./spillway} makes, in a process group of its own. */
  private Process start() throws IOException {
    String classPath =
        REPOSITORY.resolve("launcher/target/spillway/lib")
            + "/*:"
            + REPOSITORY.resolve("experiments/target/spillway/lib")
            + "/*";
    List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, Main.class.getName(), "experiment", "scaling"));
    command.addAll(List.of("--runtime=process", "--requests=20", "--delay=60s"));
    command.addAll(List.of("--max-requests=10", "--output=" + directory.resolve("out")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(directory.resolve("log").toFile()));
    builder.environment().put("XDG_STATE_HOME", directory.toString());
    return builder.start();
  }

  private static boolean ended(Process process) {
    return !process.isAlive();
  }

  /** Its Redis and its servers, by the records that it keeps. */
  private List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    for (JsonObject run : json("spillway/runs")) {
      if (run.containsKey("redis")) {
        pids.add(run.getJsonObject("redis").getLong("pid"));
      }
    }
    for (JsonObject server : json("spillway/processes")) {
      JsonObject process = server.getJsonObject("process", server);
      if (process.containsKey("pid")) {
        pids.add(process.getLong("pid"));
      }
    }
    return pids;
  }

  private List<JsonObject> json(String below) {
    Path start = directory.resolve(below);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(BreakOffIT::read)
          .filter(json -> !json.isEmpty())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // changed while it was walked: the next look sees it
    }
  }

  private static JsonObject read(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException | RuntimeException e) {
      return new JsonObject();
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && process.info().command().isPresent())
        .isPresent();
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
