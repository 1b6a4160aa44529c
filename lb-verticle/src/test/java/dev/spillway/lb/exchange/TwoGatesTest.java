package dev.spillway.lb.exchange;

import static dev.spillway.lb.exchange.TestPool.LONG_LEASE;
import static dev.spillway.lb.exchange.TestRequest.enter;
import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.state.ServerState;
import dev.spillway.test.RealRedis;
import dev.spillway.test.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two gateways that share one pool on a real Redis. The leases are so long that no beat helps. */
@ExtendWith(RealRedis.class)
class TwoGatesTest {
  private TestPool pool;
  private PoolGate a;
  private PoolGate b;

  private void givenGates(RealRedis.Server redis, Duration lease, String settings) {
    pool = new TestPool(redis.url(), lease, settings);
    pool.startServers();
    a = pool.openGate("a");
    b = pool.openGate("b");
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void idlePermitsOfOneServeTheRequestsOfTheOtherBeforeAnyServerIsStarted(RealRedis.Server redis) {
    givenGates(redis, LONG_LEASE, "min-replicas: 2, max-requests: 5");
    List<TestRequest> all = IntStream.range(0, 10).mapToObj(i -> enter(b)).toList();
    Map<String, Long> byServer =
        all.stream()
            .map(request -> request.permit().server())
            .collect(Collectors.groupingBy(server -> server, Collectors.counting()));
    assertThat(byServer.values()).containsExactly(5L, 5L);
    assertThat(pool.servers(ServerState.STARTING)).isEmpty();
    assertThat(pool.servers(ServerState.READY)).hasSize(2);
  }

  @Test
  void aPermitThatOneFreesServesARequestThatWaitsAtTheOther(RealRedis.Server redis) {
    givenGates(redis, LONG_LEASE, "min-replicas: 1, max-replicas: 1, max-requests: 2");
    Permit first = enter(a).permit();
    Permit second = enter(a).permit();
    TestRequest waiting = enter(b);
    until("its wish is known", () -> pool.snapshot().waiting() == 1);
    first.release();
    Permit moved = waiting.permit();
    moved.release();
    second.release();
  }

  @Test
  void permitsGoBackAndForthBetweenGatesThatTakeTurns(RealRedis.Server redis) {
    givenGates(redis, LONG_LEASE, "min-replicas: 1, max-replicas: 1, max-requests: 1");
    for (int i = 0; i < 20; i++) {
      enter(i % 2 == 0 ? a : b).permit().release();
    }
  }

  @Test
  void permitsOfAGatewayThatLeftServeTheOther(RealRedis.Server redis) {
    givenGates(redis, LONG_LEASE, "min-replicas: 1, max-replicas: 1, max-requests: 3");
    await(a.close(Duration.ZERO));
    List<TestRequest> all = IntStream.range(0, 3).mapToObj(i -> enter(b)).toList();
    assertThat(all).extracting(TestRequest::permit).hasSize(3);
  }

  static LongStream seeds() {
    return Seeds.ten().limit(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void limitsHoldOverBothAndEveryRequestIsServed(long seed, RealRedis.Server redis) {
    givenGates(redis, Duration.ofSeconds(5), "min-replicas: 2, max-replicas: 3, max-requests: 3");
    Load load = new Load(new SplittableRandom(seed));
    load.run(600);
    assertThat(load.served).hasValue(600);
    assertThat(load.most).hasValueBetween(2, 3);
    assertThat(a.inFlight() + b.inFlight()).isZero();
    assertThat(a.waiting() + b.waiting()).isZero();
  }

  /** Requests at both gates in bursts; watches how many are in flight on each server. */
  private final class Load {
    private final SplittableRandom random;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Permit> inUse = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    Load(SplittableRandom random) {
      this.random = random;
    }

    void run(int requests) {
      int sent = 0;
      while (served.get() < requests) {
        int burst = Math.min(requests - sent, random.nextInt(8));
        PoolGate gate = random.nextInt(3) == 0 ? a : b;
        for (int i = 0; i < burst; i++) {
          gate.admission().enter(decision -> begin(((Granted) decision).permit()));
        }
        sent += burst;
        for (int i = random.nextInt(8); i > 0; i--) {
          end(inUse.poll());
        }
        if (sent == requests || a.waiting() + b.waiting() > 50) {
          until("a request is in flight or all are served", this::canGoOn);
          end(inUse.poll());
        }
        if (random.nextInt(50) == 0) {
          pool.startServers();
        }
      }
      List.copyOf(inUse).forEach(this::end);
      inUse.clear();
    }

    private boolean canGoOn() {
      return !inUse.isEmpty() || a.waiting() + b.waiting() == 0;
    }

    private void begin(Permit permit) {
      int now =
          inFlight.computeIfAbsent(permit.server(), s -> new AtomicInteger()).incrementAndGet();
      most.accumulateAndGet(now, Math::max);
      inUse.add(permit);
      served.incrementAndGet();
    }

    private void end(Permit permit) {
      if (permit != null) {
        inFlight.get(permit.server()).decrementAndGet();
        permit.release();
      }
    }
  }

  @Test
  void aGateThatStarvesGetsItsShareFromOneThatIsAlwaysBusy(RealRedis.Server redis) {
    givenGates(redis, Duration.ofSeconds(1), "min-replicas: 1, max-replicas: 1, max-requests: 4");
    List<Permit> busy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      busy.add(enter(a).permit());
    }
    ConcurrentLinkedQueue<Permit> next = new ConcurrentLinkedQueue<>(busy);
    for (int i = 0; i < 50; i++) {
      a.admission().enter(decision -> next.add(grantedOrFail(decision)));
    }
    TestRequest starving = enter(b);
    until(
        "the other gate is served although requests wait at the busy one all the time",
        () -> {
          Permit permit = next.poll();
          if (permit != null) {
            a.admission().enter(decision -> next.add(grantedOrFail(decision)));
            permit.release();
          }
          return !starving.waits();
        });
    starving.permit().release();
    // Nobody is to wait at the end.
    until(
        "all end",
        () -> {
          Permit permit = next.poll();
          if (permit != null) {
            permit.release();
          }
          return a.waiting() == 0 && a.inFlight() == 0;
        });
  }

  private static Permit grantedOrFail(Decision decision) {
    assertThat(decision).isInstanceOf(Granted.class);
    return ((Granted) decision).permit();
  }
}
