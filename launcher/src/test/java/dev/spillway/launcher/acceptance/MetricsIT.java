package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.redis.FreePorts;
import dev.spillway.test.Awaiting;
import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} tells of running processes, and whether docs/metrics.md agrees. */
@ExtendWith(RealRedis.class)
class MetricsIT {
  private static final Path DOCS = Path.of("../docs/metrics.md");

  @TempDir private Path directory;

  /** Servers outlive their worker, so they are ended here. */
  @AfterEach
  void endServers() {
    Leavings.servers(directory).forEach(ProcessHandle::destroyForcibly);
  }

  private SpillwayProcess start(RealRedis.Server redis, String role, String clusterPort)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(role, "--management-port", "0"));
    arguments.addAll(List.of("--cluster", "127.0.0.1", "--set", clusterPort));
    arguments.addAll(List.of("--set", "runtime=process", "--set", "pools.web.env.DELAY=0"));
    if (role.equals("lb")) {
      arguments.addAll(List.of("--port", "0"));
    }
    return SpillwayProcess.start(
        directory, Map.of("REDIS_URL", redis.url()), arguments.toArray(String[]::new));
  }

  @Test
  void eachProcessTellsWhatItDidItselfAndTheDocumentationNamesEveryMetric(RealRedis.Server redis)
      throws Exception {
    String clusterPort = "cluster.port=" + FreePorts.one();
    try (SpillwayProcess worker = start(redis, "worker", clusterPort);
        SpillwayProcess busy = start(redis, "lb", clusterPort);
        SpillwayProcess idle = start(redis, "lb", clusterPort);
        SpillwayProcess monitor = start(redis, "monitor", clusterPort)) {
      String gateway = "http://127.0.0.1:" + busy.awaitLine("listens on \\S+ port (\\d+)");
      for (int i = 0; i < 3; i++) {
        assertThat(Http.get(gateway + "/").statusCode()).isEqualTo(200);
      }

      List<String> urls = new ArrayList<>();
      for (SpillwayProcess process : List.of(worker, busy, idle, monitor)) {
        urls.add("http://127.0.0.1:" + process.awaitLine("management on \\S+ port (\\d+)"));
      }
      String served = "spillway_requests_total{pool=\"web\",status=\"2xx\"} ";
      Awaiting.until("3 requests are told", () -> metrics(urls.get(1)).contains(served + "3.0"));
      String ofWorker = metrics(urls.get(0));
      String ofBusy = metrics(urls.get(1));
      String ofIdle = metrics(urls.get(2));
      String ofMonitor = metrics(urls.get(3));

      assertThat(ofIdle).contains(served + "0.0");
      assertThat(ofWorker).doesNotContain("spillway_requests_total");
      assertThat(ofMonitor).doesNotContain("spillway_requests_total", "spillway_server_starts");
      assertThat(ofWorker)
          .contains("spillway_server_starts_total{pool=\"web\",reason=\"started\"} 1.0")
          .contains("spillway_server_start_phase_seconds_count{phase=\"ready\",pool=\"web\"} 1");
      assertThat(ofBusy)
          .contains("spillway_request_duration_seconds_count{pool=\"web\"} 3")
          .contains("spillway_redis_calls_total{call=\"exchange\",outcome=\"ok\"}")
          .doesNotContain("spillway_server_starts");
      assertThat(ofMonitor)
          .contains("spillway_pool_servers{pool=\"web\",state=\"ready\"} 1.0")
          .contains("spillway_pool_gateways{pool=\"web\"} 2.0")
          .contains("spillway_pool_state_readable{pool=\"web\"} 1.0");

      assertThat(value(ofBusy, "spillway_buffer_memory_bytes"))
          .as("buffers are made without Java's cleaner, which clears each, and keeps account of it")
          .isGreaterThan(value(ofBusy, "jvm_buffer_memory_used_bytes{id=\"direct\"}"));

      for (String text : List.of(ofWorker, ofBusy, ofIdle, ofMonitor)) {
        assertThat(promtool(text)).isEmpty();
      }
      agreeWithTheDocumentation(ofWorker + ofBusy + ofIdle + ofMonitor);
    }
  }

  private static double value(String text, String metric) {
    return text.lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + metric));
  }

  private static String metrics(String management) {
    try {
      return Http.get(management + "/metrics").body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(management + " does not answer", e);
    }
  }

  private static void agreeWithTheDocumentation(String told) throws IOException {
    Set<String> names =
        Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE)
            .matcher(told)
            .results()
            .map(type -> type.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented = new TreeSet<>();
    Set<String> always = new TreeSet<>();
    for (String line : Files.readAllLines(DOCS)) {
      if (line.startsWith("| `")) {
        String[] cells = line.split(" \\| ");
        Pattern.compile("`([a-z0-9_]+)`")
            .matcher(cells[0])
            .results()
            .map(name -> name.group(1))
            .forEach(
                name -> {
                  documented.add(name);
                  if (!cells[3].contains("later")) {
                    always.add(name);
                  }
                });
      }
    }
    assertThat(documented).as("documented").containsAll(names);
    assertThat(names).as("told").containsAll(always);
    assertThat(names).contains("spillway_redis_calls_total", "spillway_redis_call_seconds");
  }

  /** What Prometheus' own checker has against it; nothing where it isn't installed. */
  private String promtool(String text) throws Exception {
    Path input = Files.writeString(directory.resolve("metrics.txt"), text);
    Process check;
    try {
      check =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException notInstalled) {
      System.out.println("promtool is not installed: the text is not checked by it");
      return "";
    }
    String said =
        new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // Names of the JVM's metrics are Micrometer's; what is wrong with ours would be a defect.
    return said.lines()
        .filter(
            line ->
                !line.startsWith("jvm_")
                    && !line.startsWith("process_")
                    && !line.startsWith("system_"))
        .collect(Collectors.joining("\n"));
  }
}
