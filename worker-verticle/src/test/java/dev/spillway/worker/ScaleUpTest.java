package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.PoolConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.events.ServerRequested;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.test.RealRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealRedis.class)
class ScaleUpTest {
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
  void theMinimumIsStartedByTheSweepAlone(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(2, 4).build());
    web.worker("w1");
    List<ServerRecord> ready = web.awaitReady(2);
    assertThat(ready).allMatch(server -> server.url().startsWith("http://127.0.0.1:"));
    assertThat(ready).allMatch(server -> server.capacity() == 2);
    assertThat(web.running()).hasSize(2);
    until(
        "both told", () -> web.serverEvents.stream().filter(e -> !e.url().isEmpty()).count() == 2);
    ServerChanged event = web.awaitEvent(ServerState.READY);
    assertThat(event.tookMillis()).isPositive();
    assertThat(event.reason()).matches("started in \\d+ms, healthy after \\d+ms");
  }

  @Test
  void aServerAtTheAddressOfAnotherIsGivenUp(RealRedis.Server redis) {
    PoolConfig config = pool(directory).replicas(1, 2).build();
    Duration stopTimeout = config.stopTimeout();
    Installation web = install(redis, config);
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    web.worker("w1", runtime);
    ServerRecord first = web.awaitReady(1).get(0);
    runtime.saysUrl.set(first.url());

    web.exchange(3);

    ServerChanged failed = web.awaitEvent(ServerState.FAILED);
    assertThat(failed.reason()).contains("another server of the pool has its address", first.url());
    until("it is stopped", () -> web.running().size() == 1);
    assertThat(runtime.lastGrace).as("requests may be in flight on it").hasValue(stopTimeout);
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).containsExactly(first.name());
  }

  @Test
  void aServerThatEndedUnnoticedIsNotReadyBecauseAnotherAnswersAtItsAddress(
      RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 2).build());
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    web.worker("w1", runtime);
    ServerRecord first = web.awaitReady(1).get(0);
    runtime.saysUrl.set(first.url());
    runtime.endUnnoticed.set(true);

    web.exchange(3);

    ServerChanged failed = web.awaitEvent(ServerState.FAILED);
    assertThat(failed.reason()).contains("it has ended, and another server answers", first.url());
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).containsExactly(first.name());
  }

  @Test
  void aServerThatEndsJustAfterItsHealthyAnswerWasReadyAndDied(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 1).env("CRASHES", "yes").build());
    FaultyRuntime runtime = new FaultyRuntime(web.runtime);
    runtime.listsFollowAnExit.set(true);

    web.worker("w1", runtime);

    ServerChanged gone = web.awaitEvent(ServerState.GONE);
    assertThat(gone.cause()).isEqualTo(ServerChanged.Cause.DIED);
    assertThat(gone.reason()).isEqualTo("died: exit code 4");
    assertThat(web.event(ServerState.FAILED)).isEmpty();
  }

  @Test
  void whatAGatewayRequestsIsStarted(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 4).build());
    web.worker("w1");
    List<String> created = web.exchange(3).created();
    assertThat(created).hasSize(2);
    web.vertx
        .eventBus()
        .send(Addresses.SERVER_REQUESTED, new ServerRequested("web", 0, created).toJson());
    assertThat(web.awaitReady(2)).extracting(ServerRecord::name).hasSameElementsAs(created);
    assertThat(web.starts()).hasSize(2);
  }

  @Test
  void aRequestWhoseEventIsLostIsFoundBySweeping(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 4).build());
    web.worker("w1");
    List<String> created = web.exchange(1).created();
    assertThat(web.awaitReady(1)).extracting(ServerRecord::name).hasSameElementsAs(created);
  }

  @Test
  void twoWorkersNeverStartTheSameRecordTwice(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(0, 4).build());
    web.worker("w1");
    web.worker("w2");
    web.worker("w3");
    List<String> created = web.exchange(8).created();
    for (int times = 0; times < 6; times++) {
      web.vertx
          .eventBus()
          .publish(Addresses.SERVER_REQUESTED, new ServerRequested("web", 0, created).toJson());
    }
    web.awaitReady(4);
    assertThat(web.starts()).hasSize(4);
    assertThat(web.running()).hasSize(4);
  }

  @Test
  void aServerThatEndsAtOnceIsFailedWithWhatItWrote(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 4).env("BROKEN", "yes").build());
    web.worker("w1");
    ServerChanged failed = web.awaitEvent(ServerState.FAILED);
    assertThat(failed.reason())
        .startsWith("it ended before it was ready: exit code 3")
        .contains("the database is nowhere to be found");
    until("a second try after the backoff", () -> web.starts().size() >= 2);
    assertThat(web.exchange(1).lastFailure()).contains("the database is nowhere to be found");
  }

  @Test
  void aServerThatNeverGetsHealthyIsStoppedAndFailed(RealRedis.Server redis) {
    Installation web =
        install(
            redis,
            pool(directory)
                .replicas(1, 1)
                .env("READY_WHEN", directory.resolve("never").toString())
                .healthTimeout(Duration.ofSeconds(3))
                .build());
    web.worker("w1");
    ServerChanged failed = web.awaitEvent(ServerState.FAILED);
    assertThat(failed.reason())
        .startsWith("it was not healthy within 3000 ms (health.timeout)")
        .contains("answered 503");
    assertThat(failed.tookMillis()).isGreaterThanOrEqualTo(3000);
    assertThat(web.running()).doesNotContain(failed.server());
  }

  @Test
  void aCommandThatDoesNotExistIsAFailureThatNamesIt(RealRedis.Server redis) {
    Installation web =
        install(redis, pool(directory).replicas(1, 1).command(List.of("no-such-command")).build());
    web.worker("w1");
    assertThat(web.awaitEvent(ServerState.FAILED).reason()).contains("no-such-command");
  }

  @Test
  void theMaximumIsToldOnceWhenMoreIsWanted(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 1).build());
    web.worker("w1");
    web.awaitReady(1);
    web.exchange(100);
    web.awaitPoolEvent(PoolChanged.Kind.MAXIMUM_REACHED);
  }

  @Test
  void poolsWithoutACommandAreLeftAlone(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 1).build());
    ScalingVerticle without =
        new ScalingVerticle(
            Installation.config(
                redis.url(), pool(directory).replicas(1, 1).command(List.of()).build()),
            web.shared,
            web.runtime,
            "without");
    await(web.vertx.deployVerticle(without));
    web.exchange(1);
    await(without.stopAllServers());
    assertThat(web.serverEvents).isEmpty();
    assertThat(web.in(ServerState.STARTING)).allMatch(server -> server.worker().isEmpty());
    assertThat(web.starts()).isEmpty();
  }

  @Test
  void theViewOfServersIsWrittenToRedis(RealRedis.Server redis) {
    Installation web = install(redis, pool(directory).replicas(1, 1).build());
    web.worker("w1");
    ServerRecord ready = web.awaitReady(1).get(0);
    io.vertx.redis.client.Redis client =
        io.vertx.redis.client.Redis.createClient(web.vertx, redis.url());
    until(
        "the view shows the server as ready",
        () ->
            String.valueOf(
                    await(
                        client.send(
                            io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.GET)
                                .arg("servers"))))
                .startsWith(
                    "[{\"name\":\"%s\",\"url\":\"%s\",\"state\":\"ready\",\"pool\":\"web\",\"requests\":0,"
                        .formatted(ready.name(), ready.url())));
  }
}
