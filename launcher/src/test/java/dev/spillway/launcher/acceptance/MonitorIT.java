package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.launcher.DistributionJvm;
import dev.spillway.test.Awaiting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spillway monitor} beside a {@code spillway up}, without any cluster. */
class MonitorIT {
  @TempDir private static Path directory;
  private static SpillwayProcess up;
  private static String gateway;
  private static String management;

  @BeforeAll
  static void start() throws Exception {
    up =
        SpillwayProcess.start(
            directory,
            Map.of(),
            "up --port 0 --management-port 0 --runtime process --set pools.web.env.DELAY=0"
                .split(" "));
    gateway = up.awaitLine("gateway +(http://\\S+)");
    management = up.awaitLine("management +(http://\\S+)/api/pools");
    assertThat(Http.get(gateway + "/").statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void onATerminalItDrawsServersInPlaceAndLeavesTheTerminalAsItWas() throws Exception {
    String java =
        DistributionJvm.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "", " monitor --management " + management));
    String session = "stty cols 100 rows 24; stty -g; %s; echo ended $?; stty -g".formatted(java);
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qefc", session, "/dev/null").redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    Process terminal = builder.start();
    StringBuilder screen = new StringBuilder();
    Thread reader = new Thread(() -> read(terminal.getInputStream(), screen));
    reader.start();
    try {
      Awaiting.until("a server is shown", () -> text(screen).matches("(?s).*web-\\S+ +ready.*"));
      Awaiting.until(
          "a request is counted",
          () -> {
            Http.getAsync(gateway + "/").join();
            return text(screen).contains("99% within");
          });
      terminal.getOutputStream().write('q');
      terminal.getOutputStream().flush();

      assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
      reader.join(10_000);
    } finally {
      terminal.destroy();
    }
    String all = text(screen);
    assertThat(all).contains("\u001b[?1049h", "ended 0");
    assertThat(all.indexOf("\u001b[?1049l")).isGreaterThan(all.indexOf("\u001b[?1049h"));
    assertThat(all.lastIndexOf("\u001b[?25h")).isGreaterThan(all.lastIndexOf("\u001b[?25l"));
    List<String> settings =
        all.lines()
            .map(String::strip)
            .filter(line -> line.matches("[0-9a-f]+(:[0-9a-f]+)+"))
            .toList();
    assertThat(settings).hasSize(2);
    assertThat(settings.get(1)).isEqualTo(settings.get(0));
  }

  private static void read(InputStream from, StringBuilder to) {
    byte[] part = new byte[4096];
    try {
      for (int n = from.read(part); n > 0; n = from.read(part)) {
        synchronized (to) {
          to.append(new String(part, 0, n, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(StringBuilder screen) {
    synchronized (screen) {
      return screen.toString();
    }
  }

  @Test
  void whereThereIsNoTerminalItPrintsLinesAndForProgramsJson() throws Exception {
    try (SpillwayProcess lines =
            SpillwayProcess.start(directory, Map.of(), "monitor", "--management", management);
        SpillwayProcess json =
            SpillwayProcess.start(
                directory, Map.of(), "monitor", "--json", "--management", management)) {
      Awaiting.until(
          "both have told of a request",
          () -> {
            Http.getAsync(gateway + "/").join();
            return lines.output().contains("served") && json.output().contains("request-served");
          });

      assertThat(lines.output()).doesNotContain("\u001b");
      assertThat(json.outputLines())
          .allSatisfy(line -> assertThat(new JsonObject(line).getString("event")).isNotEmpty());
      lines.signal("INT");
      json.signal("TERM");
      assertThat(lines.awaitExit()).isZero();
      assertThat(json.awaitExit()).isZero();
    }
  }

  @Test
  void whereNothingAnswersItSaysSoInALine() throws Exception {
    try (SpillwayProcess monitor =
        SpillwayProcess.start(
            directory, Map.of(), "monitor", "--management", "http://127.0.0.1:1")) {
      assertThat(monitor.awaitExit()).isEqualTo(1);
      assertThat(monitor.output())
          .contains("nothing answers at http://127.0.0.1:1")
          .hasLineCount(1);
    }
  }
}
