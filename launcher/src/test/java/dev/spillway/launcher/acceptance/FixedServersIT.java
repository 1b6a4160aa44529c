package dev.spillway.launcher.acceptance;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command in front of servers that are there without it. */
@ExtendWith(RealRedis.class)
class FixedServersIT {
  @TempDir private Path directory;
  private final List<Named> servers = new ArrayList<>();

  @AfterEach
  void endServers() {
    servers.forEach(Named::die);
  }

  /** Answers with its name. */
  private final class Named {
    private final String name;
    private HttpServer server;
    private final int port;

    Named(String name) {
      this.name = name;
      server = listen(0);
      port = server.getAddress().getPort();
      servers.add(this);
    }

    private HttpServer listen(int wanted) {
      try {
        HttpServer listening =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        byte[] body = name.getBytes(StandardCharsets.US_ASCII);
        listening.createContext(
            "/",
            exchange -> {
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            });
        listening.start();
        return listening;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void die() {
      server.stop(0);
    }

    void comeBack() {
      server = listen(port);
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }
  }

  private Path config(Named... listed) throws IOException {
    String urls =
        String.join(", ", List.of(listed).stream().map(s -> '"' + s.url() + '"').toList());
    return Files.writeString(
        directory.resolve("spillway.yml"),
        """
        runtime: process
        gateway: { host: 127.0.0.1, port: 0 }
        management: { port: 0 }
        pools:
          old:
            servers: [ %s ]
            balance: round-robin
            health: { path: /, interval: 50ms }
        """
            .formatted(urls));
  }

  private static String ask(String url) {
    try {
      var answer = Http.get(url);
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void upUsesThemWhileTheyAreHealthy() throws Exception {
    Named one = new Named("one");
    Named two = new Named("two");
    config(one, two);
    try (SpillwayProcess up = SpillwayProcess.start(directory, Map.of(), "up")) {
      String url = up.awaitLine("gateway +(http://\\S+)") + "/";
      assertThat(up.awaitLine("pool old.*")).contains("fixed servers " + one.url());
      Set<String> seen = new HashSet<>();
      until("both are used", () -> seen.add(ask(url)) && seen.size() == 2);

      two.die();
      up.awaitLine("old@127.0.0.1:" + two.port + ".*not healthy");
      for (int i = 0; i < 10; i++) {
        assertThat(ask(url)).isEqualTo("one");
      }

      two.comeBack();
      until("the other is used again", () -> ask(url).equals("two"));
      up.signal("TERM");
      assertThat(up.awaitExit()).as(up.output()).isZero();
    }
  }

  @Test
  void gatewayAndWorkerServeThemAsProcessesOfTheirOwn(RealRedis.Server redis) throws Exception {
    Named one = new Named("one");
    config(one);
    Map<String, String> environment = Map.of("REDIS_URL", redis.url());
    try (SpillwayProcess worker = SpillwayProcess.start(directory, environment, "worker");
        SpillwayProcess lb = SpillwayProcess.start(directory, environment, "lb")) {
      String url = "http://127.0.0.1:" + lb.awaitLine("listens on \\S+ port (\\d+)") + "/";
      assertThat(ask(url)).isEqualTo("one");
      assertThat(worker.alive()).isTrue();
      try (SpillwayProcess table = SpillwayProcess.start(directory, environment, "servers")) {
        assertThat(table.awaitExit()).isZero();
        assertThat(table.output()).contains("old: 1 server (fixed)", "old@127.0.0.1:" + one.port);
      }
    }
  }
}
