package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.redis.FreePorts;
import dev.spillway.test.RealRedis;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealRedis.class)
class RolesIT {
  @TempDir private Path directory;

  /** Servers outlive their worker, so they are ended here. */
  @AfterEach
  void endServers() {
    Leavings.servers(directory).forEach(ProcessHandle::destroyForcibly);
  }

  private SpillwayProcess start(RealRedis.Server redis, String... arguments) throws IOException {
    Map<String, String> environment = Map.of("REDIS_URL", redis.url());
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--set", "runtime=process", "--set", "pools.web.env.DELAY=0"));
    return SpillwayProcess.start(directory, environment, all.toArray(String[]::new));
  }

  @Test
  void separateProcessesFindEachOtherByTheCluster(RealRedis.Server redis) throws Exception {
    String clusterPort = "cluster.port=" + FreePorts.one();
    try (SpillwayProcess monitor =
            start(redis, "monitor", "--json", "--cluster", "127.0.0.1", "--set", clusterPort);
        SpillwayProcess worker =
            start(redis, "worker", "--cluster", "127.0.0.1", "--set", clusterPort);
        SpillwayProcess lb =
            start(
                redis,
                "lb",
                "--cluster",
                "127.0.0.1",
                "--set",
                clusterPort,
                "--port",
                "0",
                "--management-port",
                "0")) {
      worker.awaitLine("scales web");
      String port = lb.awaitLine("listens on \\S+ port (\\d+)");

      assertThat(Http.get("http://127.0.0.1:" + port + "/").statusCode()).isEqualTo(200);

      JsonObject served =
          new JsonObject(
              monitor.awaitLine("^\\{.*\"event\":\"spillway.request-served\".*\"count\":1.*"));
      assertThat(served.getString("pool")).isEqualTo("web");
      assertThat(worker.output()).doesNotContain("no cluster is configured");

      assertThat(stop(lb)).isZero();
      assertThat(stop(worker)).isZero();
      assertThat(stop(monitor)).isZero();
    }
  }

  @Test
  void withoutAClusterRedisAloneIsEnoughAndServersOutliveTheirWorker(RealRedis.Server redis)
      throws Exception {
    try (SpillwayProcess worker = start(redis, "worker", "--management-port", "0");
        SpillwayProcess lb = start(redis, "lb", "--port", "0", "--management-port", "0")) {
      worker.awaitLine("no cluster is configured");
      lb.awaitLine("no cluster is configured");
      String url = "http://127.0.0.1:" + lb.awaitLine("listens on \\S+ port (\\d+)") + "/";
      assertThat(Http.get(url).statusCode()).isEqualTo(200);
      String managementPort = worker.awaitLine("management on \\S+ port (\\d+)");
      assertThat(Http.get("http://127.0.0.1:" + managementPort + "/ready").statusCode())
          .isEqualTo(200);

      assertThat(stop(worker)).isZero();
      assertThat(Leavings.servers(directory)).isNotEmpty().allMatch(Leavings::runs);
      assertThat(Http.get(url).statusCode()).isEqualTo(200);

      try (SpillwayProcess servers =
          SpillwayProcess.start(directory, Map.of("REDIS_URL", redis.url()), "servers")) {
        assertThat(servers.awaitExit()).isZero();
        assertThat(servers.output()).contains("web: 1 server (1 to 20)", "ready");
      }
    }
  }

  @Test
  void anUpOnASharedRedisLeavesServersToOtherGatewaysAndTheLastOneStopsThem(RealRedis.Server redis)
      throws Exception {
    String[] up = {"up", "--port", "0", "--management-port", "0"};
    try (SpillwayProcess first = start(redis, up);
        SpillwayProcess second = start(redis, up)) {
      String url = second.awaitLine("gateway +(http://\\S+)") + "/";
      first.awaitLine("gateway +(http://\\S+)");
      assertThat(Http.get(url).statusCode()).isEqualTo(200);

      assertThat(stop(first)).as(first.output()).isZero();
      assertThat(first.output()).contains("other gateways use them");
      assertThat(Http.get(url).statusCode()).isEqualTo(200);
      List<ProcessHandle> servers = Leavings.servers(directory);
      assertThat(servers).isNotEmpty().allMatch(Leavings::runs);

      assertThat(stop(second)).as(second.output()).isZero();
      assertThat(servers).noneMatch(Leavings::runs);
    }
  }

  private static int stop(SpillwayProcess process) throws Exception {
    process.signal("TERM");
    return process.awaitExit();
  }
}
