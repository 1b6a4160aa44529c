package dev.spillway.lb.exchange;

import static dev.spillway.lb.exchange.TestPool.LONG_LEASE;
import static dev.spillway.lb.exchange.TestRequest.enter;
import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.PermitsWanted;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.PoolChanged.Kind;
import dev.spillway.events.ServerRequested;
import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.ServerState;
import dev.spillway.state.StopDecision;
import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One gate on a real Redis: requests, servers that come and go, outages, the end. */
@ExtendWith(RealRedis.class)
class PoolGateTest {
  private TestPool pool;

  private void givenPool(RealRedis.Server redis, Duration lease, String settings) {
    pool = new TestPool(redis.url(), lease, settings);
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void aGateAloneHoldsAllPermitsAndSpendsThemWithoutAnExchange(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 2, max-requests: 3");
    pool.startServers();
    PoolGate gate = pool.openGate("a");
    List<TestRequest> requests = IntStream.range(0, 6).mapToObj(i -> enter(gate)).toList();
    assertThat(requests).noneMatch(TestRequest::waits);
    assertThat(gate.inFlight()).isEqualTo(6);
  }

  @Test
  void theFirstRequestToAnEmptyPoolMakesAServerWantedAndWaitsForIt(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 0, max-requests: 3");
    ConcurrentLinkedQueue<String> wanted = new ConcurrentLinkedQueue<>();
    pool.vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.SERVER_REQUESTED,
            message -> wanted.addAll(ServerRequested.fromJson(message.body()).servers()));
    PoolGate gate = pool.openGate("a");
    TestRequest request = enter(gate);
    until("a server is requested", () -> wanted.size() == 1);
    assertThat(request.waits()).isTrue();
    pool.makeReady(wanted.peek());
    assertThat(request.permit().server()).as("without an event").isEqualTo(wanted.peek());
  }

  @Test
  void demandBeyondWhatIsBeingStartedMakesMoreServersWanted(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 0, max-replicas: 3, max-requests: 2");
    ConcurrentLinkedQueue<PoolChanged> events = poolEvents();
    PoolGate gate = pool.openGate("a");
    List<TestRequest> requests = IntStream.range(0, 8).mapToObj(i -> enter(gate)).toList();
    until("three servers start", () -> pool.servers(ServerState.STARTING).size() == 3);
    until("the maximum is told", () -> has(events, Kind.MAXIMUM_REACHED));
    pool.startServers();
    until("six are served", () -> requests.stream().filter(TestRequest::waits).count() == 2);
    until("the queue of two is told", () -> lastQueueLength(events) == 2);
    requests.get(0).permit().release();
    requests.get(1).permit().release();
    requests.forEach(TestRequest::permit);
    until("the queue is told to be empty", () -> lastQueueLength(events) == 0);
  }

  @Test
  void aDrainingServerIsGivenBackSoThatItCanBeStopped(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 1, max-replicas: 2, max-requests: 1");
    pool.startServers();
    PoolGate gate = pool.openGate("a");
    Permit first = enter(gate).permit();
    TestRequest second = enter(gate);
    until("a second server starts", () -> !pool.servers(ServerState.STARTING).isEmpty());
    pool.startServers();
    String young = second.permit().server();
    assertThat(young).isNotEqualTo(first.server());
    second.permit().release();
    until("the end of the request is known", () -> drain(young));
    pool.tell(young, ServerState.DRAINING);
    until(
        "the server may be stopped",
        () ->
            await(pool.state.claimStop(young, "worker", Duration.ofMinutes(1)))
                == StopDecision.STOP);
  }

  /** Drains once the gate has said, because others want permits, that the server is idle. */
  private boolean drain(String server) {
    JsonObject wanted = new PermitsWanted("web", 0, "another", 1).toJson();
    pool.vertx.eventBus().publish(Addresses.PERMITS_WANTED, wanted);
    return await(pool.state.drainIfIdle(server, Duration.ofMillis(1), pool.limits)).outcome()
        == DrainDecision.Outcome.DRAINING;
  }

  @Test
  void aRequestThatFindsNoServerInTimeIsToldWhyTheLastStartFailed(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 0, max-requests: 1, queue: { timeout: 1500ms }");
    PoolGate gate = pool.openGate("a");
    TestRequest request = enter(gate);
    until("a server starts", () -> !pool.servers(ServerState.STARTING).isEmpty());
    pool.fail(pool.servers(ServerState.STARTING).get(0).name(), "exit code 3: no such file");
    assertThat(request.refusal().reason()).isEqualTo(Reason.QUEUE_TIMEOUT);
    assertThat(request.refusal().detail())
        .isEqualTo(
            "no server became free within 1500ms; the last start failed: exit code 3: no such"
                + " file");
  }

  @Test
  void refusalsAreCountedOnTheBus(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 0, queue: { max-length: 0 }");
    ConcurrentLinkedQueue<PoolChanged> events = poolEvents();
    PoolGate gate = pool.openGate("a");
    assertThat(enter(gate).refusal().reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(enter(gate).refusal().reason()).isEqualTo(Reason.QUEUE_FULL);
    until(
        "two refusals are told",
        () ->
            events.stream()
                    .filter(event -> event.kind() == Kind.REJECTED)
                    .mapToLong(PoolChanged::value)
                    .sum()
                == 2);
    until("a server starts all the same", () -> pool.servers(ServerState.STARTING).size() == 1);
  }

  @Test
  void requestsFlowOnWhileRedisIsAwayAndAfterItCameBackEmpty(RealRedis.Server redis) {
    givenPool(redis, Duration.ofMillis(500), "min-replicas: 1, max-requests: 2");
    ConcurrentLinkedQueue<PoolChanged> events = poolEvents();
    pool.startServers();
    PoolGate gate = pool.openGate("a");
    Permit inFlight = enter(gate).permit();
    redis.stop();
    until("the outage is told", () -> has(events, Kind.REDIS_UNREACHABLE));
    enter(gate).permit().release();
    redis.startIfStopped();
    until("its end is told", () -> has(events, Kind.REDIS_BACK));
    await(pool.state.adopt(inFlight.server(), inFlight.url(), pool.limits));
    TestRequest request = enter(gate);
    assertThat(request.permit().server()).isEqualTo(inFlight.server());
    assertThat(gate.inFlight()).isEqualTo(2);
  }

  @Test
  void closingLetsRequestsEndAndThenGivesEverythingBack(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 1, max-replicas: 1, max-requests: 1");
    pool.startServers();
    PoolGate gate = pool.openGate("a");
    Permit inFlight = enter(gate).permit();
    TestRequest waiting = enter(gate);
    Future<Void> closed = gate.close(Duration.ofMinutes(5));
    inFlight.release();
    Permit last = waiting.permit();
    assertThat(closed.isComplete()).isFalse();
    last.release();
    await(closed);
    assertThat(pool.snapshot().gateways()).isEmpty();
    assertThat(pool.servers(ServerState.READY)).allMatch(server -> server.granted() == 0);
    assertThat(enter(gate).refusal().reason()).isEqualTo(Reason.SHUTTING_DOWN);
  }

  @Test
  void closingRefusesThoseThatWaitForTooLong(RealRedis.Server redis) {
    givenPool(redis, LONG_LEASE, "min-replicas: 0");
    PoolGate gate = pool.openGate("a");
    TestRequest waiting = enter(gate);
    await(gate.close(Duration.ofMillis(20)));
    assertThat(waiting.refusal().reason()).isEqualTo(Reason.SHUTTING_DOWN);
  }

  private ConcurrentLinkedQueue<PoolChanged> poolEvents() {
    ConcurrentLinkedQueue<PoolChanged> events = new ConcurrentLinkedQueue<>();
    pool.vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.POOL, message -> events.add(PoolChanged.fromJson(message.body())));
    return events;
  }

  private static boolean has(Iterable<PoolChanged> events, Kind kind) {
    for (PoolChanged event : events) {
      if (event.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  private static long lastQueueLength(ConcurrentLinkedQueue<PoolChanged> events) {
    return events.stream()
        .filter(event -> event.kind() == Kind.QUEUE)
        .reduce((earlier, later) -> later)
        .map(PoolChanged::value)
        .orElse(-1L);
  }
}
