package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpOnProcessesIT {
  @TempDir private Path directory;

  private SpillwayProcess up(String delay, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--port", "0", "--management-port", "0"));
    arguments.addAll(List.of("--runtime", "process", "--set", "pools.web.env.DELAY=" + delay));
    arguments.addAll(List.of(more));
    return SpillwayProcess.start(directory, Map.of(), arguments.toArray(String[]::new));
  }

  private static String gateway(SpillwayProcess up) throws InterruptedException {
    return up.awaitLine("gateway +(http://\\S+)");
  }

  private static String management(SpillwayProcess up) throws InterruptedException {
    return up.awaitLine("management +(http://\\S+)/api/pools");
  }

  @Test
  void answersShowsItsServersAndLeavesNothingAfterCtrlC() throws Exception {
    try (SpillwayProcess up = up("3s")) {
      String gateway = gateway(up);
      String management = management(up);
      HttpResponse<String> answer = Http.get(gateway + "/");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("Hello World from server");

      JsonObject pool = new JsonArray(Http.get(management + "/api/pools").body()).getJsonObject(0);
      assertThat(pool.getString("name")).isEqualTo("web");
      assertThat(pool.getInteger("minReplicas")).isEqualTo(1);
      assertThat(pool.getJsonArray("servers").getJsonObject(0).getString("state"))
          .isEqualTo("ready");
      assertThat(Http.get(management + "/ready").statusCode()).isEqualTo(200);
      assertThat(serversJson(management)).hasSize(1);

      Leavings leavings = Leavings.of(directory);
      assertThat(leavings.redis()).isPresent();
      assertThat(leavings.servers()).isNotEmpty();

      CompletableFuture<HttpResponse<String>> inFlight = Http.getAsync(gateway + "/last");
      awaitInFlight(management);
      up.ctrlC();

      assertThat(inFlight.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(up.awaitExit()).as(up.output()).isZero();
      assertThat(leavings.remaining()).isEmpty();
      assertThat(SpillwayProcess.runRecords(directory)).isEmpty();
    }
  }

  private JsonArray serversJson(String management) throws Exception {
    try (SpillwayProcess servers =
        SpillwayProcess.start(
            directory, Map.of(), "servers", "--json", "--management", management)) {
      assertThat(servers.awaitExit()).as(servers.output()).isZero();
      return new JsonArray(servers.output()).getJsonObject(0).getJsonArray("servers");
    }
  }

  /** Until a gateway has told Redis of a request in flight: at its next heartbeat. */
  private static void awaitInFlight(String management) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      JsonObject pool = new JsonArray(Http.get(management + "/api/pools").body()).getJsonObject(0);
      for (Object server : pool.getJsonArray("servers")) {
        if (((JsonObject) server).getInteger("requests") > 0) {
          return;
        }
      }
    }
    throw new AssertionError("no request is in flight");
  }

  @Test
  void startsTheFirstServerForTheFirstRequestWhereTheMinimumIsZero() throws Exception {
    try (SpillwayProcess up = up("0", "--set", "pools.web.min-replicas=0")) {
      String gateway = gateway(up);
      assertThat(Leavings.of(directory).servers()).isEmpty();

      assertThat(Http.get(gateway + "/").statusCode()).isEqualTo(200);

      assertThat(Leavings.of(directory).servers()).hasSize(1);
    }
  }

  @Test
  void cleansUpAfterARunThatWasKilled() throws Exception {
    try (SpillwayProcess killed = up("0")) {
      assertThat(Http.get(gateway(killed) + "/").statusCode()).isEqualTo(200);
      Leavings leavings = Leavings.of(directory);

      killed.signal("KILL");
      killed.awaitExit();
      assertThat(leavings.remaining()).hasSizeGreaterThanOrEqualTo(3);

      try (SpillwayProcess next = up("0")) {
        next.awaitLine("cleaned up after .*1 server, its Redis");
        assertThat(Http.get(gateway(next) + "/").statusCode()).isEqualTo(200);
        assertThat(leavings.remaining()).isEmpty();
      }
    }
  }

  @Test
  void severalRunBesideEachOtherAndEndOneByOne() throws Exception {
    try (SpillwayProcess one = up("0");
        SpillwayProcess other = up("0")) {
      String oneGateway = gateway(one);
      String otherGateway = gateway(other);
      assertThat(Http.get(oneGateway + "/").statusCode()).isEqualTo(200);
      assertThat(Http.get(otherGateway + "/").statusCode()).isEqualTo(200);

      one.signal("TERM");
      assertThat(one.awaitExit()).as(one.output()).isZero();

      assertThat(Http.get(otherGateway + "/").statusCode()).isEqualTo(200);
      assertThat(other.output()).doesNotContain("cleaned up");
    }
  }

  @Test
  void aSecondCtrlCDoesNotWaitForRequestsInFlight() throws Exception {
    try (SpillwayProcess up = up("50s", "--set", "pools.web.stop-timeout=100ms")) {
      CompletableFuture<HttpResponse<String>> inFlight = Http.getAsync(gateway(up) + "/");
      awaitInFlight(management(up));
      Leavings leavings = Leavings.of(directory);

      up.ctrlC();
      up.awaitLine("Stopping");
      assertThat(inFlight).isNotDone();
      up.ctrlC();

      assertThat(up.awaitExit()).as(up.output()).isEqualTo(130);
      assertThat(leavings.remaining()).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsOneLineWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
        SpillwayProcess up =
            SpillwayProcess.start(
                directory,
                Map.of(),
                "up",
                "--runtime",
                "process",
                "--quiet",
                "--management-port",
                "0",
                "--port",
                Integer.toString(taken.getLocalPort()))) {
      assertThat(up.awaitExit()).isEqualTo(1);
      assertThat(up.outputLines())
          .singleElement()
          .asString()
          .contains("port " + taken.getLocalPort(), "--port");
      assertThat(SpillwayProcess.runRecords(directory)).isEmpty();
    }
  }
}
