package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.RequestServed;
import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole gateway with a real Redis and real servers. */
@ExtendWith(RealRedis.class)
class GatewayTest {
  private final Vertx vertx = Vertx.vertx();
  private TestGateway gateway;

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    await(vertx.close());
  }

  /** A server that takes a few milliseconds and remembers how many it had at once. */
  private final class CountingServer {
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final HttpServer server;

    CountingServer() {
      server =
          await(
              vertx
                  .createHttpServer()
                  .requestHandler(
                      request -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        total.incrementAndGet();
                        vertx.setTimer(
                            3,
                            id -> {
                              now.decrementAndGet();
                              request.response().end("served");
                            });
                      })
                  .listen(0, "127.0.0.1"));
    }

    String url() {
      return "http://127.0.0.1:" + server.actualPort();
    }
  }

  private List<HttpResponse<Buffer>> ask(int requests, int connections) {
    WebClient client =
        WebClient.create(
            vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(connections));
    List<Future<HttpResponse<Buffer>>> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      all.add(client.get(gateway.port(), "127.0.0.1", "/" + i).send());
    }
    await(Future.all(all));
    return all.stream().map(Future::result).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "round-robin",
        "round-robin-strict",
        "least-connections",
        "first",
        "power-of-two",
        "random"
      })
  void everyRequestIsServedAndNoServerGetsMoreThanItMay(String balance, RealRedis.Server redis) {
    List<CountingServer> servers =
        List.of(new CountingServer(), new CountingServer(), new CountingServer());
    gateway =
        TestGateway.start(
            redis,
            "",
            "max-requests: 4, balance: " + balance,
            servers.stream().map(CountingServer::url).toArray(String[]::new));

    List<HttpResponse<Buffer>> answers = ask(1_000, 50);

    assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
    assertThat(answers).allMatch(answer -> answer.bodyAsString().equals("served"));
    assertThat(servers).allMatch(server -> server.most.get() <= 4);
    assertThat(servers.stream().mapToInt(server -> server.total.get()).sum()).isEqualTo(1_000);
    gateway.untilQuiet();
  }

  @Test
  void requestsWaitForTheFirstServer(RealRedis.Server redis) {
    gateway = TestGateway.start(redis, "", "");
    RawClient client = gateway.connect().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    until("it waits", () -> gateway.waiting() == 1);

    gateway.makeReady(new CountingServer().url());

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    client.close();
  }

  @Test
  void connectionsAreServedByAllEventLoops(RealRedis.Server redis) {
    Queue<RequestServed> told = new ConcurrentLinkedQueue<>();
    gateway =
        TestGateway.startWith(
            redis, "events: { flush-interval: 1m }", "", new CountingServer().url());
    gateway
        .vertx
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              if (context.message().address().equals(Addresses.REQUEST_SERVED)) {
                told.add(RequestServed.fromJson((JsonObject) context.message().body()));
              }
              context.next();
            });

    ask(100, 20);
    gateway.untilQuiet();
    await(gateway.gateway.shutdown());

    // Before it stops each event loop tells of what it served of the only server.
    assertThat(told).hasSize(2);
    assertThat(told).allMatch(event -> event.count() > 0);
    assertThat(told.stream().mapToLong(RequestServed::count).sum()).isEqualTo(100);
  }

  @Test
  void servedRequestsAreTold(RealRedis.Server redis) {
    gateway = TestGateway.start(redis, "", "", new CountingServer().url());
    Queue<RequestServed> told = told();

    ask(200, 10);

    until("all are told", () -> told.stream().mapToLong(RequestServed::count).sum() == 200);
    assertThat(told).hasSizeLessThan(200);
    assertThat(told)
        .allSatisfy(
            event -> {
              assertThat(event.pool()).isEqualTo("web");
              assertThat(event.gateway()).isEqualTo("gateway");
              assertThat(event.latency().count()).isEqualTo(event.count());
              assertThat(event.statuses().success()).isEqualTo(event.count());
            });
  }

  @Test
  void eachRequestIsToldByItselfIfSoConfigured(RealRedis.Server redis) {
    gateway =
        TestGateway.startWith(
            redis, "events: { flush-interval: 0 }", "", new CountingServer().url());
    Queue<RequestServed> told = told();

    ask(50, 10);

    until("all are told", () -> told.stream().mapToLong(RequestServed::count).sum() == 50);
    assertThat(told.stream().filter(event -> event.count() > 0)).hasSize(50);
  }

  @Test
  void requestThatLastsIsToldWhileItLasts(RealRedis.Server redis) {
    try (RawServer mute = new RawServer(RawServer.Connection::untilClosed)) {
      gateway = TestGateway.start(redis, "", "", mute.url());
      Queue<RequestServed> told = told();
      RawClient client = gateway.connect().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      until("it is told twice", () -> told.size() >= 2);

      assertThat(told).allMatch(event -> event.count() == 0 && event.inFlight() == 1);
      client.close();
    }
  }

  private Queue<RequestServed> told() {
    Queue<RequestServed> told = new ConcurrentLinkedQueue<>();
    gateway
        .vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.REQUEST_SERVED, message -> told.add(RequestServed.fromJson(message.body())));
    return told;
  }

  @Test
  void gatewaysCanShareAVertx(RealRedis.Server redis) {
    gateway = TestGateway.start(redis, "", "", new CountingServer().url());
    Gateway other = await(Gateway.start(gateway.vertx, gateway.config, gateway.state(), "other"));

    assertThat(other.port()).isNotEqualTo(gateway.port());
    await(other.shutdown());
  }
}
