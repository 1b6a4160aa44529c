package dev.spillway.lb.exchange;

import static dev.spillway.lb.exchange.TestPool.LONG_LEASE;
import static dev.spillway.lb.exchange.TestRequest.enter;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.test.RealRedis;
import dev.spillway.test.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gateways of one pool get what is theirs, and leave nothing unused, on a real Redis. */
@ExtendWith(RealRedis.class)
class FairnessTest {
  private static final int CAPACITY = 24;

  private TestPool pool;

  private List<PoolGate> givenGates(RealRedis.Server redis, Duration lease, int count) {
    pool =
        new TestPool(
            redis.url(),
            lease,
            "min-replicas: 2, max-replicas: 2, max-requests: %d".formatted(CAPACITY / 2));
    pool.startServers();
    return IntStream.range(0, count).mapToObj(i -> pool.openGate("gate" + i)).toList();
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void twoGatewaysUnderEqualOverloadServeTheSameWithinATenth(RealRedis.Server redis) {
    List<PoolGate> gates = givenGates(redis, Duration.ofSeconds(2), 2);
    // The first has all permits when the second begins to want some.
    Overload first = new Overload(gates.get(0));
    until("the first is at full load", () -> gates.get(0).inFlight() == CAPACITY);
    Overload second = new Overload(gates.get(1));
    until(
        "they use as much",
        () -> gates.get(0).inFlight() == CAPACITY / 2 && gates.get(1).inFlight() == CAPACITY / 2);
    int before = first.served.get() - second.served.get();
    int both = first.served.get() + second.served.get();
    until("many are served", () -> first.served.get() + second.served.get() > both + 4000);
    int lead = first.served.get() - second.served.get() - before;
    first.end();
    second.end();
    assertThat(lead).as("by how much the first served more, of 4000").isCloseTo(0, within(190));
    until("all end", () -> gates.stream().allMatch(gate -> gate.inFlight() == 0));
  }

  /** More requests than there are permits for, all the time; each takes 30 ms. */
  private final class Overload {
    private final PoolGate gate;
    private final AtomicInteger served = new AtomicInteger();
    private volatile boolean over;

    Overload(PoolGate gate) {
      this.gate = gate;
      for (int i = 0; i < 4 * CAPACITY; i++) {
        next();
      }
    }

    private void next() {
      gate.admission().enter(this::serve);
    }

    private void serve(Decision decision) {
      if (!(decision instanceof Granted granted)) {
        return;
      }
      pool.vertx.setTimer(
          30,
          timer -> {
            served.incrementAndGet();
            granted.permit().release();
            if (!over) {
              next();
            }
          });
    }

    void end() {
      over = true;
    }
  }

  @Test
  void whatAnIdleGatewayHoldsIsUsedByABusyOneWithoutAHeartbeat(RealRedis.Server redis) {
    List<PoolGate> gates = givenGates(redis, LONG_LEASE, 2);
    PoolGate idle = gates.get(0);
    PoolGate busy = gates.get(1);
    List<TestRequest> atIdle = IntStream.range(0, CAPACITY).mapToObj(i -> enter(idle)).toList();
    atIdle.forEach(request -> request.permit().release());
    List<TestRequest> atBusy = IntStream.range(0, 2 * CAPACITY).mapToObj(i -> enter(busy)).toList();
    until("no permit is unused", () -> busy.inFlight() == CAPACITY);
    assertThat(busy.waiting()).isEqualTo(CAPACITY);
    atBusy.forEach(request -> request.permit().release());
  }

  static LongStream seeds() {
    return Seeds.ten().limit(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noRequestWaitsWhileAServerHasRoomThatNobodyUses(long seed, RealRedis.Server redis) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PoolGate> gates = givenGates(redis, LONG_LEASE, 3);
    ConcurrentLinkedQueue<Permit> inUse = new ConcurrentLinkedQueue<>();
    for (int step = 0; step < 60; step++) {
      PoolGate gate = gates.get(random.nextInt(gates.size()));
      for (int i = random.nextInt(CAPACITY); i > 0; i--) {
        gate.admission().enter(decision -> inUse.add(((Granted) decision).permit()));
      }
      until("nobody waits, or all permits are in use", () -> nothingIsWasted(gates));
      List<Permit> some = new ArrayList<>();
      for (int i = random.nextInt(2 * CAPACITY); i > 0 && !inUse.isEmpty(); i--) {
        some.add(inUse.poll());
      }
      some.forEach(Permit::release);
      until("nobody waits, or all permits are in use", () -> nothingIsWasted(gates));
    }
    until(
        "all are served",
        () -> {
          for (Permit permit = inUse.poll(); permit != null; permit = inUse.poll()) {
            permit.release();
          }
          return gates.stream().allMatch(gate -> gate.waiting() == 0 && gate.inFlight() == 0);
        });
  }

  private static boolean nothingIsWasted(List<PoolGate> gates) {
    return gates.stream().mapToInt(PoolGate::waiting).sum() == 0
        || gates.stream().mapToInt(PoolGate::inFlight).sum() == CAPACITY;
  }
}
