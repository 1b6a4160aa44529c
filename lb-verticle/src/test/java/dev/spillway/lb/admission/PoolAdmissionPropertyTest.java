package dev.spillway.lb.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.lb.admission.Admission.Ticket;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ServerState;
import dev.spillway.test.Seeds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What always holds, under random requests, answers, losses and pauses. */
class PoolAdmissionPropertyTest {
  private static final int STEPS = 3000;
  private static final int MAX_WAITING = 20;
  private static final Duration MAX_WAIT = Duration.ofSeconds(4);
  private static final Duration LEASE = Duration.ofSeconds(5);

  static Stream<Arguments> balancesAndSeeds() {
    return Stream.of(Balance.values())
        .flatMap(balance -> Seeds.ten().mapToObj(seed -> Arguments.of(balance, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("balancesAndSeeds")
  void holdsAfterEveryStep(Balance balance, long seed) {
    World world = new World(balance, new SplittableRandom(seed));
    for (int step = 0; step < STEPS; step++) {
      world.step();
      world.checkNobodyWaitsForNothing();
      world.checkChangesAreLookedAt();
    }
    world.endAll();
  }

  /** One admission, everything that is known of it from outside, and what must follow from that. */
  private static final class World {
    private final Balance balance;
    private final SplittableRandom random;
    private final PoolAdmission admission;
    private final Map<String, Integer> held = new HashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Set<String> ready = new HashSet<>();
    private final Map<String, Long> asideUntil = new HashMap<>();
    private final ArrayDeque<Request> line = new ArrayDeque<>();
    private final List<Request> reentered = new ArrayList<>();
    private final List<Granted> permits = new ArrayList<>();
    private final List<Request> all = new ArrayList<>();
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private long leaseEnd;
    private boolean leased;
    private boolean outage;
    private boolean looks; // at the queue from time to time
    private int waitingSeen;
    private long refusedSeen;
    private ExchangeReport underWay;
    private long underWaySentAt;

    World(Balance balance, SplittableRandom random) {
      this.balance = balance;
      this.random = random;
      this.admission =
          new PoolAdmission(
              "gateway",
              new AdmissionRules(MAX_WAITING, MAX_WAIT, LEASE, OutagePolicy.SERVE),
              BalancingAlgorithm.of(balance, random.split()),
              () -> now,
              () -> looks = true,
              () -> {});
    }

    void step() {
      switch (random.nextInt(23)) {
        case 0, 1, 2, 3, 4, 5 -> enter(null);
        case 6, 7, 8, 9, 10 -> release(false);
        case 11 -> release(true);
        case 12 -> cancel();
        case 13, 14 -> beginExchange();
        case 15, 16 -> answer();
        case 17 -> loseAnswer();
        case 18 -> admission.othersWantPermits();
        case 19, 20, 21 -> look();
        default -> pass();
      }
    }

    private final class Request {
      private final boolean again;
      private Ticket ticket;
      private int told;
      private boolean cancelled;

      Request(boolean again) {
        this.again = again;
      }

      void tell(Decision decision) {
        told++;
        assertThat(told).as("decisions told").isEqualTo(1);
        assertThat(cancelled).as("told although cancelled").isFalse();
        if (decision instanceof Granted granted) {
          granted(granted);
        }
        if (again) {
          reentered.remove(this);
        } else {
          line.remove(this);
        }
      }

      private void granted(Granted granted) {
        assertThat(maySpend()).as("permits may be spent").isTrue();
        String server = granted.permit().server();
        assertThat(ready).contains(server);
        assertThat(inFlight.merge(server, 1, Integer::sum)).isLessThanOrEqualTo(held.get(server));
        permits.add(granted);
        if (again) {
          assertThat(reentered.isEmpty() || reentered.get(0) == this).isTrue();
        } else {
          assertThat(reentered).as("those that reentered go first").isEmpty();
          assertThat(line.isEmpty() || line.peek() == this).as("first in, first out").isTrue();
        }
      }
    }

    private void enter(String unreachable) {
      Request request = new Request(unreachable != null);
      all.add(request);
      if (unreachable == null) {
        request.ticket = admission.enter(request::tell);
        if (request.told == 0) {
          line.add(request);
        }
      } else {
        request.ticket = admission.reenter(unreachable, request::tell);
        if (request.told == 0) {
          reentered.add(request);
        }
      }
    }

    private void release(boolean unreachable) {
      if (permits.isEmpty()) {
        return;
      }
      Permit permit = permits.remove(random.nextInt(permits.size())).permit();
      String server = permit.server();
      inFlight.merge(server, -1, Integer::sum);
      if (unreachable) {
        asideUntil.put(server, now + AdmissionRules.ASIDE.toNanos());
        permit.releaseUnreachable();
        if (random.nextBoolean()) {
          enter(server);
        }
      } else {
        permit.release();
      }
      permit.release();
    }

    private void cancel() {
      if (all.isEmpty()) {
        return;
      }
      Request request = all.get(random.nextInt(all.size()));
      boolean waited = request.told == 0 && !request.cancelled;
      assertThat(request.ticket.cancel()).isEqualTo(waited);
      if (waited) {
        request.cancelled = true;
        line.remove(request);
        reentered.remove(request);
      }
    }

    private void beginExchange() {
      underWay = admission.beginExchange();
      underWaySentAt = now;
      assertThat(underWay.waiting())
          .as("0 at times, to leave others something")
          .isIn(0, Math.max(line.size() + reentered.size(), 1), line.size() + reentered.size());
      held.clear();
      underWay.holdings().forEach(holding -> held.put(holding.server(), holding.held()));
      underWay
          .holdings()
          .forEach(
              holding ->
                  assertThat(holding.inFlight())
                      .isEqualTo(inFlight.getOrDefault(holding.server(), 0)));
    }

    private void answer() {
      if (underWay == null) {
        return;
      }
      List<Grant> grants = new ArrayList<>();
      Set<String> formerlyReady = Set.copyOf(ready);
      held.clear();
      ready.clear();
      IntStream.range(0, 6)
          .filter(i -> random.nextInt(4) > 0)
          .forEach(
              i -> {
                boolean isReady = random.nextInt(5) > 0;
                int mayHold = random.nextInt(4);
                String server = "server-" + i;
                ServerState state = isReady ? ServerState.READY : ServerState.DRAINING;
                grants.add(
                    new Grant(server, i, state, "http://" + server, 5, mayHold, random.nextInt(3)));
                held.put(server, mayHold);
                if (isReady) {
                  ready.add(server);
                }
              });
      asideUntil.keySet().removeIf(server -> !ready.contains(server));
      asideUntil.keySet().retainAll(formerlyReady);
      leased = true;
      leaseEnd = underWaySentAt + LEASE.toNanos();
      outage = false;
      long sequence = underWay.sequence();
      underWay = null;
      admission.answered(
          new ExchangeAnswer(
              sequence, true, false, grants, 0, random.nextInt(2), List.of(), 0, false, ""));
    }

    private void loseAnswer() {
      if (underWay != null) {
        underWay = null;
        outage = true;
        admission.unreachable("lost");
      }
    }

    private void pass() {
      now += random.nextLong(Duration.ofMillis(1500).toNanos());
      admission.expire();
    }

    /** As the gate does, until nothing is unsettled. */
    private void look() {
      if (looks) {
        looks = admission.unsettled();
        waitingSeen = admission.waiting();
        refusedSeen = admission.refused();
      }
    }

    /** Nobody looks, and so nothing has changed since somebody did. */
    void checkChangesAreLookedAt() {
      if (!looks) {
        assertThat(admission.waiting()).as("waiting").isEqualTo(waitingSeen);
        assertThat(admission.refused()).as("refused").isEqualTo(refusedSeen);
      }
    }

    private boolean maySpend() {
      return outage || (leased && now - leaseEnd < 0);
    }

    void checkNobodyWaitsForNothing() {
      assertThat(admission.waiting()).isEqualTo(line.size() + reentered.size());
      assertThat(admission.inFlight()).isEqualTo(permits.size());
      if (admission.waiting() == 0 || !maySpend() || balance == Balance.ROUND_ROBIN_STRICT) {
        return;
      }
      asideUntil.values().removeIf(until -> until - now <= 0);
      boolean allAside = asideUntil.keySet().containsAll(ready);
      for (String server : ready) {
        if (allAside || !asideUntil.containsKey(server)) {
          assertThat(inFlight.getOrDefault(server, 0))
              .as("%s has no permit left while requests wait", server)
              .isGreaterThanOrEqualTo(held.getOrDefault(server, 0));
        }
      }
    }

    /** Every request gets its answer, every permit comes back. */
    void endAll() {
      while (!permits.isEmpty()) {
        release(false);
      }
      now += MAX_WAIT.toNanos();
      admission.expire();
      while (!permits.isEmpty()) {
        release(false);
      }
      assertThat(all).allMatch(request -> request.told + (request.cancelled ? 1 : 0) == 1);
      assertThat(admission.inFlight()).isZero();
      assertThat(admission.waiting()).isZero();
      assertThat(admission.beginExchange().holdings()).allMatch(holding -> holding.inFlight() == 0);
    }
  }
}
