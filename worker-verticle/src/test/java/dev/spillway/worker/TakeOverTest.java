package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.PoolConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.events.ServerSuspected;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers, workers and Redis die; what is left takes over. */
@ExtendWith(RealRedis.class)
class TakeOverTest {
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

  @Test
  void aKilledServerIsReplaced(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    web.worker("w1");
    String first = web.awaitReady(1).get(0).name();
    web.process(first).destroyForcibly();
    ServerChanged gone = web.awaitEvent(ServerState.GONE);
    assertThat(gone.server()).isEqualTo(first);
    assertThat(gone.reason()).startsWith("died: ");
    until("another one is ready", () -> !web.in(ServerState.READY).isEmpty());
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).doesNotContain(first);
    assertThat(web.starts()).hasSize(2);
  }

  @Test
  void aRecordWhoseServerDiedUnseenIsReplacedByAWorkerThatStarts(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    Vertx earlier = web.isolatedWorker("earlier");
    String first = web.awaitReady(1).get(0).name();
    await(earlier.close());
    ProcessHandle process = web.process(first);
    process.destroyForcibly();
    process.onExit().join();
    assertThat(web.in(ServerState.READY)).hasSize(1);
    web.worker("later");
    until(
        "another one is ready",
        () -> web.in(ServerState.READY).stream().anyMatch(s -> !s.name().equals(first)));
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).doesNotContain(first);
  }

  @Test
  void aDeadServerThatAGatewaySuspectsIsReplaced(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    runtime.exitsAreLost.set(true);
    web.worker("w1", runtime);
    ServerRecord server = web.awaitReady(1).get(0);
    ProcessHandle process = web.process(server.name());
    process.destroyForcibly();
    process.onExit().join();
    web.vertx.eventBus().publish(Addresses.SERVER_SUSPECTED, suspicion(server).toJson());
    assertThat(web.awaitEvent(ServerState.GONE).reason()).isEqualTo("died: connection refused");
    until("another one is ready", () -> !web.in(ServerState.READY).isEmpty());
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).doesNotContain(server.name());
  }

  @Test
  void aServerThatRunsIsKeptWhateverAGatewaySuspects(RealRedis.Server redis) throws IOException {
    Path readyWhen = Files.createFile(directory.resolve("ready"));
    Installation web =
        install(
            redis, pool(directory).replicas(1, 2).env("READY_WHEN", readyWhen.toString()).build());
    web.worker("w1");
    ServerRecord server = web.awaitReady(1).get(0);
    Files.delete(readyWhen);
    web.vertx.eventBus().publish(Addresses.SERVER_SUSPECTED, suspicion(server).toJson());
    until("it is asked, and says no", () -> Files.exists(directory.resolve("ready.missed")));
    Files.createFile(readyWhen);
    web.process(server.name()).destroyForcibly();
    until("another one is ready", () -> web.starts().size() == 2);
    web.awaitReady(1);
    assertThat(web.serverEvents)
        .filteredOn(event -> event.state() == ServerState.GONE)
        .extracting(ServerChanged::reason)
        .singleElement()
        .isIn("died: exit code 137", "died: no server runs under its name");
  }

  @Test
  void whileTheRuntimeCannotBeReachedServersAreNotGivenUp(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    runtime.listsFail.set(true);
    String before = await(web.runtime.start(web.pool, "web-old-1")).name();
    web.worker("w1", runtime);
    web.awaitPoolEvent(PoolChanged.Kind.RUNTIME_UNREACHABLE);
    String started = web.awaitReady(1).get(0).name();
    runtime.listsFail.set(false);
    web.awaitPoolEvent(PoolChanged.Kind.RUNTIME_BACK);
    assertThat(web.awaitReady(2))
        .extracting(ServerRecord::name)
        .containsExactlyInAnyOrder(before, started);
  }

  @Test
  void aStartThatADeadWorkerBeganIsTakenOverNotRepeated(RealRedis.Server redis) throws IOException {
    Path readyWhen = directory.resolve("ready");
    Installation web =
        install(
            redis, pool(directory).replicas(1, 2).env("READY_WHEN", readyWhen.toString()).build());
    Vertx first = web.isolatedWorker("first");
    until("the server runs, but isn't ready", () -> web.starts().size() == 1);
    String server = web.in(ServerState.STARTING).get(0).name();
    await(first.close());
    assertThat(web.running()).containsExactly(server);
    web.worker("second");
    until(
        "the second worker claims the start",
        () -> web.in(ServerState.STARTING).stream().anyMatch(s -> s.worker().equals("second")));
    Files.createFile(readyWhen);
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).containsExactly(server);
    assertThat(web.awaitEvent(ServerState.READY).reason())
        .startsWith("taken over from a worker that is gone");
    assertThat(web.starts()).hasSize(1);
  }

  @Test
  void aDrainThatADeadWorkerBeganIsFinished(RealRedis.Server redis) {
    Installation web =
        install(redis, pool(directory).replicas(0, 2).idle(Duration.ofMillis(300)).build());
    Vertx first = web.isolatedWorker("first");
    web.exchange(1);
    ServerRecord server = web.awaitReady(1).get(0);
    await(first.close());
    web.exchange(0);
    until(
        "it is DRAINING",
        () -> {
          await(web.state.drainIfIdle(server.name(), Duration.ofMillis(300), web.limits));
          return !web.in(ServerState.DRAINING).isEmpty();
        });
    web.worker("second");
    web.awaitReady(0);
    assertThat(web.running()).isEmpty();
  }

  @Test
  void serversAreAdoptedWhenRedisLosesItsData(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(2, 4).build());
    web.worker("w1");
    List<String> before = web.awaitReady(2).stream().map(ServerRecord::url).sorted().toList();
    redis.flush();
    List<ServerRecord> after = web.awaitReady(2);
    assertThat(after).extracting(ServerRecord::url).hasSameElementsAs(before);
    assertThat(web.starts()).hasSize(2);
  }

  @Test
  void aWorkerThatStartsOnAnEmptyRedisFindsTheServersOfBefore(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(2, 4).build());
    Vertx earlier = web.isolatedWorker("earlier");
    List<String> before = web.awaitReady(2).stream().map(ServerRecord::name).sorted().toList();
    await(earlier.close());
    redis.flush();
    web.worker("later");
    assertThat(web.awaitReady(2)).extracting(ServerRecord::name).hasSameElementsAs(before);
    assertThat(web.starts()).hasSize(2);
  }

  @Test
  void aServerWithoutARecordThatIsNotHealthyIsStopped(RealRedis.Server redis) {
    Installation web =
        install(
            redis,
            pool(directory)
                .replicas(0, 2)
                .env("READY_WHEN", directory.resolve("never").toString())
                .build());
    await(web.runtime.start(web.pool, "web-lost-1"));
    web.worker("w1");
    until("it is stopped", () -> web.running().isEmpty());
    assertThat(web.snapshot().servers()).isEmpty();
  }

  @Test
  void nothingIsStartedOrStoppedWhileRedisIsAwayAndAllGoesOnAfter(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    web.worker("w1");
    String server = web.awaitReady(1).get(0).name();
    redis.stop();
    until(
        "the outage is noticed",
        () ->
            web.shared
                .ping()
                .transform((ok, failure) -> io.vertx.core.Future.succeededFuture(failure != null))
                .await());
    assertThat(web.running()).containsExactly(server);
    redis.startIfStopped();
    until("Redis is back", () -> web.shared.ping().map(true).otherwise(false).await());
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).containsExactly(server);
    assertThat(web.starts()).hasSize(1);
  }

  private static ServerSuspected suspicion(ServerRecord server) {
    return new ServerSuspected(
        "web", 0, "gateway", server.name(), server.url(), "connection refused");
  }
}
