package dev.spillway.lb.balance;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.test.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each algorithm against a plain one that looks at every server, under random changes. */
class BalancingModelTest {
  private static final Comparator<TestServer> BY_AGE = comparingLong(server -> server.ordinal);
  private static final int STEPS = 2000;

  static Stream<Arguments> balancesAndSeeds() {
    return Stream.of(Balance.values())
        .flatMap(
            balance ->
                Stream.of(false, true)
                    .flatMap(
                        fixed -> Seeds.ten().mapToObj(seed -> Arguments.of(balance, fixed, seed))));
  }

  @ParameterizedTest(name = "{0}, fixed servers: {1}, seed {2}")
  @MethodSource("balancesAndSeeds")
  void choosesAsThePlainOne(Balance balance, boolean fixed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AtomicLong nanos = new AtomicLong(random.nextLong());
    BalancingAlgorithm algorithm =
        fixed
            ? BalancingAlgorithm.ofFixed(balance, random.split(), nanos::get)
            : BalancingAlgorithm.of(balance, random.split());
    Model model = new Model(balance, fixed);
    long ordinals = 0;
    for (int step = 0; step < STEPS; step++) {
      int dice = random.nextInt(20);
      if (dice == 0 && model.servers.size() < 40) {
        // Not in order of age: servers come back, and answers list them in any order.
        ordinals += 1 + random.nextInt(3);
        long ordinal = random.nextBoolean() ? ordinals * 1000 : -ordinals * 1000;
        TestServer added = new TestServer(ordinal, random.nextInt(4));
        model.add(added);
        algorithm.add(added);
      } else if (model.servers.isEmpty()) {
        assertThat(algorithm.pick()).isNull();
      } else if (dice == 1) {
        TestServer removed = any(model, random);
        model.remove(removed);
        algorithm.remove(removed);
      } else if (dice < 6) {
        TestServer changed = any(model, random);
        changed.permits = random.nextInt(5);
        algorithm.changed(changed);
      } else if (dice < 12) {
        TestServer changed = any(model, random);
        changed.load = Math.max(0, changed.load - 1);
        algorithm.changed(changed);
      } else {
        long shift = TimeUnit.MILLISECONDS.toNanos(LeastConnectionsInTurn.SHIFT_MILLIS);
        if (random.nextInt(10) == 0) {
          nanos.addAndGet(shift); // duty ends with a choice at the soonest, so it counts from there
          model.onDuty.clear();
        }
        TestServer chosen = (TestServer) algorithm.pick();
        model.check(chosen);
        if (chosen != null) {
          chosen.load++;
          algorithm.changed(chosen);
        }
      }
    }
  }

  private static TestServer any(Model model, SplittableRandom random) {
    return model.servers.get(random.nextInt(model.servers.size()));
  }

  private static final class Model {
    private final Balance balance;
    private final boolean fixed;
    private final List<TestServer> servers = new ArrayList<>();
    private final List<TestServer> cameOnDuty = new ArrayList<>(); // who did last is last
    private final Set<TestServer> onDuty = new HashSet<>();
    private TestServer last;
    private TestServer turn;

    Model(Balance balance, boolean fixed) {
      this.balance = balance;
      this.fixed = fixed;
    }

    void add(TestServer server) {
      servers.add(server);
      if (turn == null || !turn.hasRoom()) {
        turn = server;
      }
    }

    void remove(TestServer server) {
      servers.remove(server);
      if (turn == server) {
        turn = after(server, servers).orElse(null);
      }
    }

    void check(TestServer chosen) {
      List<TestServer> withRoom = servers.stream().filter(Candidate::hasRoom).toList();
      switch (balance) {
        case FIRST -> assertThat(chosen).isSameAs(withRoom.stream().min(BY_AGE).orElse(null));
        case LEAST_CONNECTIONS -> {
          assertThat(chosen)
              .isSameAs(
                  withRoom.stream()
                      .min(
                          comparingInt(Candidate::load)
                              .thenComparing(server -> fixed && !onDuty.contains(server))
                              .thenComparing(server -> fixed ? cameOnDuty.indexOf(server) : 0)
                              .thenComparing(Candidate::ordinal))
                      .orElse(null));
          if (chosen != null && onDuty.add(chosen)) {
            cameOnDuty.remove(chosen);
            cameOnDuty.add(chosen);
          }
        }
        case ROUND_ROBIN -> {
          TestServer expected =
              last == null
                  ? withRoom.stream().min(BY_AGE).orElse(null)
                  : after(last, withRoom).orElse(null);
          assertThat(chosen).isSameAs(expected);
          last = expected == null ? last : expected;
        }
        case ROUND_ROBIN_STRICT -> {
          TestServer expected = turn != null && turn.hasRoom() ? turn : null;
          assertThat(chosen).isSameAs(expected);
          turn = expected == null ? turn : after(expected, servers).orElseThrow();
        }
        case RANDOM -> checkHasRoom(chosen, withRoom);
        case POWER_OF_TWO -> {
          checkHasRoom(chosen, withRoom);
          if (withRoom.size() > 1) {
            assertThat(chosen)
                .as("the most loaded is never the less loaded of two")
                .isNotSameAs(
                    withRoom.stream()
                        .max(comparingInt(Candidate::load).thenComparing(Candidate::ordinal))
                        .orElseThrow());
          }
        }
      }
    }

    private static void checkHasRoom(TestServer chosen, List<TestServer> withRoom) {
      if (withRoom.isEmpty()) {
        assertThat(chosen).isNull();
      } else {
        assertThat(withRoom).contains(chosen);
      }
    }

    private static Optional<TestServer> after(TestServer server, List<TestServer> among) {
      return among.stream()
          .filter(other -> other.ordinal > server.ordinal)
          .min(BY_AGE)
          .or(() -> among.stream().min(BY_AGE));
    }
  }
}
