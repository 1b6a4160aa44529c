package dev.spillway.launcher.acceptance;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.redis.FreePorts;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway process that is stopped by SIGTERM under full load, again and again, loses no request
 * of {@linkplain ReconnectingClient clients that only reconnect}. {@code -Dspillway.restarts=20}
 * does it more often.
 */
@ExtendWith(RealRedis.class)
class RestartsIT {
  private static final int RESTARTS = Integer.getInteger("spillway.restarts", 2);
  private static final int CLIENTS = 16;

  @TempDir private Path directory;

  /** Answers with what it is sent, and never closes a connection. */
  private static int serve(Vertx vertx) {
    return await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> request.body().onSuccess(body -> request.response().end(body)))
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  @Test
  void nothingIsLost(RealRedis.Server redis) throws Exception {
    int port = FreePorts.one();
    ExecutorService threads = Executors.newCachedThreadPool();
    Vertx vertx = Vertx.vertx();
    int serverPort = serve(vertx);
    Files.writeString(
        directory.resolve("spillway.yml"),
        """
        runtime: process
        gateway: { host: 127.0.0.1, port: %d }
        management: { port: 0 }
        shutdown: { linger: 1s }
        pools:
          web: { servers: [ "http://127.0.0.1:%d" ], max-requests: 8 }
        """
            .formatted(port, serverPort));
    Map<String, String> environment = Map.of("REDIS_URL", redis.url());
    List<ReconnectingClient> clients = new ArrayList<>();
    try (SpillwayProcess worker = SpillwayProcess.start(directory, environment, "worker")) {
      SpillwayProcess gateway = SpillwayProcess.start(directory, environment, "lb");
      gateway.awaitLine("listens on");
      for (int i = 0; i < CLIENTS; i++) {
        // Most ask without a pause, some now and then.
        ReconnectingClient client = new ReconnectingClient(port, i < 12 ? 0 : 50);
        clients.add(client);
        threads.execute(client);
      }
      for (int i = 0; i < RESTARTS; i++) {
        untilAllWereAnswered(clients);
        gateway.signal("TERM");
        assertThat(gateway.awaitExit()).as(gateway.output()).isZero();
        gateway = SpillwayProcess.start(directory, environment, "lb");
        gateway.awaitLine("listens on");
      }
      untilAllWereAnswered(clients);
      clients.forEach(ReconnectingClient::stop);
      threads.shutdown();
      until("clients have ended", threads::isTerminated);
      gateway.close();
      assertThat(worker.alive()).isTrue();
    } finally {
      clients.forEach(ReconnectingClient::stop);
      await(vertx.close());
    }
    assertThat(clients).flatExtracting(ReconnectingClient::lost).as("lost requests").isEmpty();
    System.out.printf(
        "restarts=%d requests=%d lost=0%n",
        RESTARTS, clients.stream().mapToInt(ReconnectingClient::answered).sum());
  }

  private static void untilAllWereAnswered(List<ReconnectingClient> clients) {
    int[] before = clients.stream().mapToInt(ReconnectingClient::answered).toArray();
    until(
        "each client was answered some more",
        () -> {
          for (int i = 0; i < before.length; i++) {
            if (clients.get(i).answered() < before[i] + 10 && clients.get(i).lost().isEmpty()) {
              return false;
            }
          }
          return true;
        });
  }
}
