package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.PoolConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.test.RealRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealRedis.class)
class ScaleDownTest {
  private static final Duration IDLE = Duration.ofMillis(1200);

  @TempDir Path directory;
  private Installation installation;

  @AfterEach
  void close() {
    installation.close();
  }

  private Installation install(RealRedis.Server redis, PoolConfig pool) {
    installation = new Installation(redis.url(), directory, pool);
    return installation;
  }

  /**
   * Keeps each server full and so many requests waiting that every server's capacity is needed,
   * until all are ready; they end at one time, and nothing is held after.
   */
  private static void demandServers(Installation web, int servers) {
    int capacity = web.pool.maxRequests();
    until(
        servers + " servers are ready",
        () -> {
          List<ServerRecord> ready = web.in(ServerState.READY);
          web.exchange(
              (servers - ready.size()) * capacity,
              ready.stream()
                  .map(server -> new Holding(server.name(), capacity, capacity, 0))
                  .toArray(Holding[]::new));
          return ready.size() == servers;
        });
    web.exchange(
        0,
        web.in(ServerState.READY).stream()
            .map(server -> new Holding(server.name(), 0, 0, 0))
            .toArray(Holding[]::new));
  }

  @Test
  void idleServersAreStoppedDownToTheMinimumAndTheOldestStays(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 3).idle(IDLE).build());
    web.worker("w1");
    String oldest = web.awaitReady(1).get(0).name();
    demandServers(web, 3);
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).containsExactly(oldest);
    assertThat(web.running()).containsExactly(oldest);
    web.awaitPoolEvent(PoolChanged.Kind.MINIMUM_REACHED);
    ServerChanged gone = web.awaitEvent(ServerState.GONE);
    assertThat(gone.tookMillis()).isPositive();
    assertThat(gone.reason()).matches("idle; drained in \\d+ms");
    Set<String> drained =
        web.serverEvents.stream()
            .filter(event -> event.state() == ServerState.DRAINING)
            .map(ServerChanged::server)
            .collect(Collectors.toSet());
    assertThat(drained).hasSize(2).doesNotContain(oldest);
  }

  @Test
  void aMinimumOfZeroLeavesNone(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 3).idle(IDLE).build());
    web.worker("w1");
    demandServers(web, 1);
    web.awaitReady(0);
    assertThat(web.running()).isEmpty();
    assertThat(web.starts()).hasSize(1);
  }

  @Test
  void severalWorkersStopEachServerOnce(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 4).idle(IDLE).build());
    web.worker("w1");
    web.worker("w2");
    demandServers(web, 4);
    web.awaitReady(0);
    until("all four told", () -> count(web, ServerState.GONE) >= 4);
    assertThat(count(web, ServerState.DRAINING)).isEqualTo(4);
    assertThat(count(web, ServerState.GONE)).isEqualTo(4);
    assertThat(web.starts()).hasSize(4);
  }

  @Test
  void aDrainedServerIsStoppedOnlyWhenItsLastPermitIsBack(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 1).idle(IDLE).build());
    web.worker("w1");
    web.exchange(1);
    ServerRecord server = web.awaitReady(1).get(0);
    ExchangeAnswer granted = web.exchange(1);
    int held = granted.grants().get(0).mayHold();
    assertThat(held).isPositive();
    until(
        "it drains, although a gateway holds permits",
        () -> {
          web.exchange(0, new Holding(server.name(), held, 0, -1));
          return !web.in(ServerState.DRAINING).isEmpty();
        });
    for (int heartbeats = 0; heartbeats < 20; heartbeats++) {
      web.exchange(0, new Holding(server.name(), held, 0, -1));
      assertThat(web.in(ServerState.DRAINING)).hasSize(1);
      assertThat(web.running()).containsExactly(server.name());
    }
    web.exchange(0);
    web.awaitReady(0);
    assertThat(web.running()).isEmpty();
  }

  @Test
  void aDrainIsCancelledByDemandAndTheServerStays(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 1).idle(IDLE).build());
    web.worker("w1");
    web.exchange(1);
    ServerRecord server = web.awaitReady(1).get(0);
    int held = web.exchange(2).grants().get(0).mayHold();
    until(
        "it drains",
        () -> {
          web.exchange(0, new Holding(server.name(), held, 0, -1));
          return !web.in(ServerState.DRAINING).isEmpty();
        });
    web.exchange(1, new Holding(server.name(), 0, 0, -1));
    until(
        "told that demand returned",
        () ->
            web.serverEvents.stream()
                .anyMatch(
                    event ->
                        event.state() == ServerState.READY
                            && event.reason().equals("demand returned")
                            && event.server().equals(server.name())));
    assertThat(web.running()).containsExactly(server.name());
    assertThat(web.starts()).hasSize(1);
  }

  @Test
  void aServerWithARequestInFlightIsNotDrained(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 1).idle(IDLE).build());
    web.worker("w1");
    web.exchange(1);
    ServerRecord server = web.awaitReady(1).get(0);
    web.exchange(1);
    long longAgo = System.currentTimeMillis() - IDLE.toMillis() * 3;
    long begun = System.nanoTime();
    until(
        "three times the idle time has passed",
        () -> {
          ExchangeAnswer answer = web.exchange(0, new Holding(server.name(), 1, 1, 0));
          assertThat(answer.grants().get(0).state()).isEqualTo(ServerState.READY);
          return System.nanoTime() - begun > IDLE.multipliedBy(3).toNanos();
        });
    assertThat(count(web, ServerState.DRAINING)).isZero();
    web.exchange(0);
    web.vertx.eventBus().publish(Addresses.REQUEST_SERVED, served(server, longAgo).toJson());
    web.awaitReady(0);
  }

  @Test
  void aServerWhoseStopFailsKeepsItsRecordAndIsStoppedLater(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 1).idle(IDLE).build());
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    runtime.stopsFail.set(true);
    web.worker("w1", runtime);
    demandServers(web, 1);
    until("a stop failed", () -> runtime.failedStops.get() > 0);
    assertThat(web.in(ServerState.STOPPING)).hasSize(1);
    assertThat(web.running()).hasSize(1);
    runtime.stopsFail.set(false);
    web.awaitReady(0);
    assertThat(web.running()).isEmpty();
  }

  @Test
  void theEndOfTheInstallationStopsEverythingAndStartsNothing(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(2, 4).build());
    ScalingVerticle worker = web.worker("w1");
    web.awaitReady(2);
    web.exchange(8);
    until("two more are being started", () -> web.starts().size() == 4);
    await(worker.stopAllServers());
    assertThat(web.running()).isEmpty();
    assertThat(web.snapshot().servers()).isEmpty();
    assertThat(web.starts()).hasSize(4);
  }

  private static long count(Installation web, ServerState state) {
    return web.serverEvents.stream().filter(event -> event.state() == state).count();
  }

  private static RequestServed served(ServerRecord server, long lastRequest) {
    return new RequestServed(
        "web",
        System.currentTimeMillis(),
        "gateway",
        server.name(),
        1,
        new RequestServed.StatusCounts(0, 1, 0, 0, 0),
        lastRequest,
        0,
        new RequestServed.Latency(1, 1, 1, List.of(1L)));
  }
}
