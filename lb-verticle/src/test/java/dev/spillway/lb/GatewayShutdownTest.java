package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that stops finishes what it has. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class GatewayShutdownTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final List<AutoCloseable> opened = new ArrayList<>();

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  /** A server that answers when it is let. */
  private RawServer gated(CountDownLatch gate) {
    return open(
        new RawServer(
            connection -> {
              while (connection.hasMore()) {
                connection.head();
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  return;
                }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
            }));
  }

  private static boolean refuses(TestGateway gateway) {
    try {
      gateway.connect().close();
      return false;
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof ConnectException;
    }
  }

  @Test
  void whatIsInFlightAndWaitingIsFinished(RealRedis.Server redis) {
    CountDownLatch gate = new CountDownLatch(1);
    TestGateway gateway = open(TestGateway.start(redis, "", "max-requests: 1", gated(gate).url()));
    RawClient inFlight = open(gateway.connect().send(GET));
    until("one is in flight", () -> gateway.inFlight() == 1);
    RawClient waiting = open(gateway.connect().send(GET));
    until("one waits", () -> gateway.waiting() == 1);
    RawClient idle = open(gateway.connect());

    Future<Void> shutdown = gateway.gateway.shutdown();

    assertThat(gateway.gateway.ready()).isFalse();
    assertThat(idle.rest()).isEmpty();
    assertThat(shutdown.isComplete()).isFalse();
    until("connections are refused", () -> refuses(gateway));
    until("answers are the last", gateway.gateway::draining);
    gate.countDown();
    for (RawClient client : List.of(inFlight, waiting)) {
      assertThat(client.head())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("connection: close\r\n");
      assertThat(client.rest()).isEqualTo("ok");
    }
    await(shutdown);
    assertThat(gateway.gateway.shutdown().isComplete()).isTrue();
  }

  @Test
  void whatIsNotFinishedInTimeIsRefusedOrCut(RealRedis.Server redis) {
    RawServer mute = open(new RawServer(RawServer.Connection::untilClosed));
    TestGateway gateway =
        open(
            TestGateway.startWith(
                redis, "shutdown: { timeout: 1s }", "max-requests: 1", mute.url()));
    RawClient inFlight = open(gateway.connect().send(GET));
    until("one is in flight", () -> gateway.inFlight() == 1);
    RawClient waiting = open(gateway.connect().send(GET));
    until("one waits", () -> gateway.waiting() == 1);

    await(gateway.gateway.shutdown());

    assertThat(waiting.head()).startsWith("HTTP/1.1 503 ");
    assertThat(waiting.rest()).contains("shutting down");
    assertThat(inFlight.rest()).doesNotContain("HTTP/1.1 200");
    until("the server is left", () -> mute.open() == 0);
  }

  @Test
  void keptConnectionMayBringOneMoreRequestWhoseAnswerSaysThatItIsTheLast(RealRedis.Server redis) {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    TestGateway gateway =
        open(
            TestGateway.startWith(
                redis, "shutdown: { linger: 20s }", "", open(RawServer.answering(ok)).url()));
    RawClient used = open(gateway.connect());
    assertThat(used.send(GET).upTo("\r\n\r\nok")).doesNotContainIgnoringCase("connection:");
    RawClient fresh = open(gateway.connect());
    until("both are open", () -> gateway.openConnections() == 2);

    Future<Void> shutdown = gateway.gateway.shutdown();
    until("connections are refused", () -> refuses(gateway));
    until("answers are the last", gateway.gateway::draining);

    for (RawClient client : List.of(used, fresh)) {
      assertThat(client.send(GET).head())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("connection: close\r\n");
      assertThat(client.rest()).isEqualTo("ok");
    }
    await(shutdown);
  }

  @Test
  void keptConnectionThatStaysIdleIsClosedInTheEnd(RealRedis.Server redis) {
    TestGateway gateway =
        open(TestGateway.startWith(redis, "shutdown: { linger: 50ms, timeout: 1m }", ""));
    RawClient idle = open(gateway.connect());
    until("it is open", () -> gateway.openConnections() == 1);

    await(gateway.gateway.shutdown());

    assertThat(idle.rest()).isEmpty();
  }

  @Test
  void duringTheDelayItIsNotReadyButServes(RealRedis.Server redis) {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    TestGateway gateway =
        open(
            TestGateway.startWith(
                redis, "shutdown: { delay: 2s }", "", open(RawServer.answering(ok)).url()));

    Future<Void> shutdown = gateway.gateway.shutdown();

    assertThat(gateway.gateway.ready()).isFalse();
    assertThat(open(gateway.connect()).send(GET).upTo("\r\n\r\nok"))
        .startsWith("HTTP/1.1 200 OK\r\n");
    until("connections are refused", () -> refuses(gateway));
    await(shutdown);
  }

  @Test
  void portIsFreeAfterwards(RealRedis.Server redis) {
    TestGateway first = open(TestGateway.start(redis, "", ""));
    int port = first.port();
    await(first.gateway.shutdown());

    TestGateway second = open(TestGateway.start(redis, "port: " + port, ""));

    assertThat(second.port()).isEqualTo(port);
  }

  @Test
  void portInUseIsAFailureThatLeavesNothing(RealRedis.Server redis) {
    TestGateway first = open(TestGateway.start(redis, "", ""));

    assertThatThrownBy(() -> TestGateway.start(redis, "port: " + first.port(), ""))
        .hasMessageContaining("in use");
  }

  /**
   * Clients keep asking over kept connections while the gateway stops: every request is answered
   * whole, or its connection was closed or refused before a byte of an answer, so that it can be
   * sent again.
   */
  @Test
  void nothingIsLostUnderLoad(RealRedis.Server redis) {
    Vertx vertx = Vertx.vertx();
    open((AutoCloseable) () -> await(vertx.close()));
    AtomicInteger served = new AtomicInteger();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        vertx.setTimer(
                            2,
                            id -> {
                              served.incrementAndGet();
                              request.response().end("whole answer");
                            }))
                .listen(0, "127.0.0.1"));
    TestGateway gateway =
        open(
            TestGateway.start(
                redis, "", "max-requests: 10", "http://127.0.0.1:" + server.actualPort()));
    HttpClient client =
        vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(30));
    Load load = new Load(client, gateway.port());
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lanes.add(load.lane());
    }
    until("load is on", () -> load.answered.get() > 300);

    await(gateway.gateway.shutdown());
    await(Future.join(lanes));

    assertThat(load.wrong).isEmpty();
    assertThat(served.get()).as("every served request was answered").isEqualTo(load.answered.get());
  }

  private static final class Load {
    final AtomicInteger answered = new AtomicInteger();
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final HttpClient client;
    private final int port;

    Load(HttpClient client, int port) {
      this.client = client;
      this.port = port;
    }

    Future<Void> lane() {
      return client
          .request(HttpMethod.POST, port, "127.0.0.1", "/")
          .compose(request -> request.send())
          .compose(
              response ->
                  response
                      .body()
                      .onSuccess(body -> check(response.statusCode(), body.toString()))
                      .onFailure(cause -> wrong.add("cut after the head: " + cause))
                      .otherwiseEmpty())
          .transform(done -> done.succeeded() ? lane() : Future.succeededFuture());
    }

    private void check(int status, String body) {
      answered.incrementAndGet();
      if (status != 200 || !body.equals("whole answer")) {
        wrong.add(status + " " + body);
      }
    }
  }
}
