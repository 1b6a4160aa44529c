package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.FixedServer;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
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

/** Workers keep servers that are there without them, on real sockets. */
@ExtendWith(RealRedis.class)
class FixedServersTest {
  @TempDir private Path directory;
  private final Vertx outside = Vertx.vertx();
  private Installation web;

  @AfterEach
  void close() {
    if (web != null) {
      web.close();
    }
    await(outside.close());
  }

  /** Answers its health path with the given status. */
  private final class Server {
    final AtomicInteger status = new AtomicInteger(204);
    final AtomicInteger probes = new AtomicInteger();
    private HttpServer server;
    private final int port;

    Server() {
      server = listen(0);
      port = server.actualPort();
    }

    private HttpServer listen(int wanted) {
      return await(
          outside
              .createHttpServer()
              .requestHandler(
                  request -> {
                    probes.incrementAndGet();
                    request.response().setStatusCode(status.get()).end();
                  })
              .listen(wanted, "127.0.0.1"));
    }

    void die() {
      await(server.close());
    }

    void comeBack() {
      server = listen(port);
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }

    String name() {
      return FixedServer.name("web", url());
    }
  }

  private Installation install(RealRedis.Server redis, Server... servers) {
    String[] urls = List.of(servers).stream().map(Server::url).toArray(String[]::new);
    web = new Installation(redis.url(), directory, pool(directory).fixed(urls).build());
    return web;
  }

  private void awaitState(Server server, ServerState state) {
    until(
        server.name() + " is " + state,
        () ->
            web.in(state).stream()
                .map(ServerRecord::name)
                .anyMatch(name -> name.equals(server.name())));
  }

  @Test
  void healthDecidesWhichAreUsed(RealRedis.Server redis) {
    Server steady = new Server();
    Server unsteady = new Server();
    install(redis, steady, unsteady);
    web.worker("w");
    web.awaitReady(2);
    assertThat(web.exchange(4).grants()).hasSize(2);

    unsteady.status.set(503);
    awaitState(unsteady, ServerState.FAILED);
    assertThat(web.in(ServerState.FAILED).get(0).reason()).contains("503");
    assertThat(web.exchange(4).grants()).hasSize(1);
    assertThat(web.awaitEvent(ServerState.FAILED).server()).isEqualTo(unsteady.name());

    unsteady.status.set(200);
    web.awaitReady(2);
    unsteady.die();
    awaitState(unsteady, ServerState.FAILED);
    unsteady.comeBack();
    web.awaitReady(2);
    assertThat(web.starts()).as("processes started").isEmpty();
  }

  @Test
  void oneOfSeveralWorkersProbesAndAnotherTakesOver(RealRedis.Server redis) {
    Server server = new Server();
    install(redis, server);
    Vertx first = web.isolatedWorker("first");
    web.awaitReady(1);
    Queue<ServerChanged> told = new ConcurrentLinkedQueue<>();
    Vertx second = web.isolatedWorker("second");
    second
        .eventBus()
        .<io.vertx.core.json.JsonObject>consumer(
            Addresses.SERVER, event -> told.add(ServerChanged.fromJson(event.body())));

    server.status.set(500);
    awaitState(server, ServerState.FAILED);
    assertThat(told).as("told by the one that stands by").isEmpty();
    server.status.set(200);
    web.awaitReady(1);
    await(first.close());
    server.status.set(500);

    awaitState(server, ServerState.FAILED);
    until("the other tells it", () -> !told.isEmpty());
  }

  @Test
  void inALargePoolAChangeIsTakenOverAsInASmallOne(RealRedis.Server redis) {
    AtomicInteger sick = new AtomicInteger();
    HttpServer all =
        await(
            outside
                .createHttpServer()
                .requestHandler(
                    request -> {
                      boolean ill = request.authority().host().equals("127.0.1." + sick.get());
                      request.response().setStatusCode(ill ? 503 : 204).end();
                    })
                .listen(0, "0.0.0.0"));
    String[] urls =
        IntStream.rangeClosed(1, 250)
            .mapToObj(i -> "http://127.0.1." + i + ":" + all.actualPort())
            .toArray(String[]::new);
    web = new Installation(redis.url(), directory, pool(directory).fixed(urls).build());
    web.worker("w");
    web.awaitReady(250);

    for (int next : new int[] {17, 203}) {
      sick.set(next);
      until(
          "the one that is ill is told, alone",
          () ->
              web.in(ServerState.FAILED).stream()
                  .map(ServerRecord::name)
                  .toList()
                  .equals(List.of(FixedServer.name("web", urls[next - 1]))));
    }
    redis.command("FLUSHALL");
    until("the records are back", () -> web.snapshot().servers().size() == 250);
  }

  @Test
  void recordsAreBackAfterALossOfData(RealRedis.Server redis) {
    Server server = new Server();
    install(redis, server);
    web.worker("w");
    web.awaitReady(1);

    redis.command("FLUSHALL");

    web.awaitReady(1);
    assertThat(web.snapshot().servers().get(0).name()).isEqualTo(server.name());
  }

  @Test
  void oneThatIsNoLongerListedGoes(RealRedis.Server redis) {
    Server kept = new Server();
    Server dropped = new Server();
    install(redis, kept, dropped);
    Vertx before = web.isolatedWorker("before");
    web.awaitReady(2);
    await(before.close());
    web.exchange(0, new dev.spillway.state.ExchangeReport.Holding(dropped.name(), 1, 1, 0));

    Installation changed =
        new Installation(redis.url(), directory, pool(directory).fixed(kept.url()).build());
    try {
      changed.worker("after");
      until("only one is left", () -> changed.snapshot().servers().size() == 1);
      assertThat(changed.awaitEvent(ServerState.GONE).server()).isEqualTo(dropped.name());
      assertThat(changed.event(ServerState.DRAINING)).isPresent();
    } finally {
      changed.close();
    }
  }
}
