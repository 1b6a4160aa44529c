package dev.spillway.lb.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Ticket;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ServerState;
import dev.spillway.test.Awaiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads at once: limits hold at every moment, nobody is forgotten, every permit returns. */
class PoolAdmissionStressTest {
  private static final int SERVERS = 4;
  private static final int CAPACITY = 3;
  private static final int THREADS = 6;
  private static final int REQUESTS = 20_000;

  private final AtomicIntegerArray inFlight = new AtomicIntegerArray(SERVERS);
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final AtomicInteger decided = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger granted = new AtomicInteger();
  private final Queue<Admission.Permit> inUse = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource
  void holds(Balance balance) throws Exception {
    PoolAdmission admission =
        new PoolAdmission(
            "gateway",
            new AdmissionRules(
                THREADS * REQUESTS,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                OutagePolicy.SERVE),
            BalancingAlgorithm.of(balance, new SplittableRandom(1)),
            System::nanoTime,
            () -> {},
            () -> {});
    exchange(admission);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        all.add(threads.submit(() -> sendRequests(admission, random)));
      }
      all.add(threads.submit(() -> endRequests(new SplittableRandom(THREADS))));
      all.add(threads.submit(() -> exchangeUntilDone(admission)));
      for (Future<?> each : all) {
        each.get(120, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(decided.get() + cancelled.get()).isEqualTo(THREADS * REQUESTS);
    assertThat(granted).as("all that stayed got a permit").hasValue(decided.get());
    assertThat(mostInFlight).hasValueBetween(1, CAPACITY);
    assertThat(admission.inFlight()).isZero();
    assertThat(admission.waiting()).isZero();
    exchange(admission);
    assertThat(admission.beginExchange().holdings())
        .hasSize(SERVERS)
        .allMatch(holding -> holding.held() == CAPACITY && holding.inFlight() == 0);
  }

  private boolean done() {
    return decided.get() + cancelled.get() == THREADS * REQUESTS && inUse.isEmpty();
  }

  private void sendRequests(PoolAdmission admission, SplittableRandom random) {
    for (int i = 0; i < REQUESTS; i++) {
      Ticket ticket = admission.enter(this::decide);
      if (random.nextInt(10) == 0 && ticket.cancel()) {
        cancelled.incrementAndGet();
      }
      if (random.nextInt(50) == 0) {
        // Keeps the queue between empty and long, so that both ways to a permit are taken.
        Awaiting.until("the queue is shorter", () -> admission.waiting() < 50);
      }
    }
  }

  private void decide(Decision decision) {
    if (decision instanceof Granted grantedNow) {
      Admission.Permit permit = grantedNow.permit();
      int now = inFlight.incrementAndGet(index(permit.server()));
      mostInFlight.accumulateAndGet(now, Math::max);
      granted.incrementAndGet();
      inUse.add(permit);
    }
    decided.incrementAndGet();
  }

  private void endRequests(SplittableRandom random) {
    while (!done()) {
      Admission.Permit permit = inUse.poll();
      if (permit == null) {
        Thread.onSpinWait();
      } else if (random.nextInt(3) == 0) {
        inUse.add(permit);
      } else {
        inFlight.decrementAndGet(index(permit.server()));
        if (random.nextInt(1000) == 0) {
          permit.releaseUnreachable();
        }
        permit.release();
      }
    }
  }

  private void exchangeUntilDone(PoolAdmission admission) {
    while (!done()) {
      admission.othersWantPermits();
      exchange(admission);
      admission.expire();
      LockSupport.parkNanos(1);
    }
  }

  private static void exchange(PoolAdmission admission) {
    long sequence = admission.beginExchange().sequence();
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      grants.add(new Grant("s" + i, i, ServerState.READY, "http://s" + i, CAPACITY, CAPACITY, 0));
    }
    admission.answered(
        new ExchangeAnswer(sequence, true, false, grants, 0, 0, List.of(), 0, false, ""));
  }

  private static int index(String server) {
    return server.charAt(1) - '0';
  }
}
