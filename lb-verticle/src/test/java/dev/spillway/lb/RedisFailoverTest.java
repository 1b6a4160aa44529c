package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.test.RealRedis;
import dev.spillway.test.SentinelSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A gateway under load while the primary of its Redis dies and the replica takes over. */
@ExtendWith(RealRedis.class)
class RedisFailoverTest {
  /** More at once than the servers take: some wait all the time. */
  private static final int CLIENTS = 12;

  private static final int PER_SERVER = 4;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CLIENTS));
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean enough;

  @TempDir Path directory;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private String server(AtomicInteger inFlight, AtomicInteger most) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                  vertx.setTimer(
                      5,
                      over -> {
                        inFlight.decrementAndGet();
                        request.response().end();
                      });
                });
    return "http://127.0.0.1:" + await(server.listen(0, "127.0.0.1")).actualPort();
  }

  /** Asks again and again, until that is enough. */
  private Future<Void> load(int port) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", "/")
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(response.statusCode()))
        .map(String::valueOf)
        .otherwise(Throwable::toString)
        .compose(
            end -> {
              if (end.equals("200")) {
                answered.incrementAndGet();
              } else {
                failed.add(end);
              }
              return enough ? Future.succeededFuture() : load(port);
            });
  }

  private void untilMoreAreAnswered(int many) {
    int before = answered.get();
    until(many + " more requests are answered", () -> answered.get() >= before + many);
  }

  @Test
  void noRequestIsLostAndNoServerGetsMoreThanItTakes(RealRedis.Server sibling) throws IOException {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (SentinelSet redis = new SentinelSet(vertx, sibling, directory, List.of());
        TestGateway gateway =
            TestGateway.startWith(
                redis, "max-requests: " + PER_SERVER, server(first, most), server(second, most))) {
      List<Future<Void>> clients =
          IntStream.range(0, CLIENTS).mapToObj(one -> load(gateway.port())).toList();
      untilMoreAreAnswered(200);

      redis.primary().kill();

      until("the replica is the primary", () -> redis.role(redis.replica()).equals("master"));
      until("the gateway reports to it", () -> reports(gateway));
      untilMoreAreAnswered(200);
      enough = true;
      clients.forEach(one -> await(one));
      assertThat(failed).isEmpty();
      assertThat(most).hasValueLessThanOrEqualTo(PER_SERVER);
    }
  }

  private static boolean reports(TestGateway gateway) {
    return await(
        gateway
            .state()
            .pool("web")
            .snapshot()
            .map(PoolSnapshot::gateways)
            .map(known -> !known.isEmpty())
            .otherwise(false));
  }
}
