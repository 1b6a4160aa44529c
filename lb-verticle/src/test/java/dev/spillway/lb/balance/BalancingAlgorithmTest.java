package dev.spillway.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each algorithm promises, by example. */
class BalancingAlgorithmTest {
  private final List<TestServer> servers = new ArrayList<>();
  private BalancingAlgorithm algorithm;
  private long millis;

  private void given(Balance balance, int... permits) {
    given(BalancingAlgorithm.of(balance, new SplittableRandom(1)), permits);
  }

  private void given(BalancingAlgorithm one, int... permits) {
    algorithm = one;
    for (int i = 0; i < permits.length; i++) {
      TestServer server = new TestServer(i + 1, permits[i]);
      servers.add(server);
      algorithm.add(server);
    }
  }

  /** Sends one request; the ordinal of the server that takes it, 0 if none does. */
  private long send() {
    TestServer chosen = (TestServer) algorithm.pick();
    if (chosen == null) {
      return 0;
    }
    chosen.load++;
    algorithm.changed(chosen);
    return chosen.ordinal;
  }

  private List<Long> send(int requests) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      taken.add(send());
    }
    return taken;
  }

  private void end(long ordinal) {
    TestServer server = servers.get((int) ordinal - 1);
    server.load--;
    algorithm.changed(server);
  }

  @ParameterizedTest
  @EnumSource
  void choosesNoneWhereThereIsNone(Balance balance) {
    given(balance);
    assertThat(algorithm.pick()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void choosesNoneWhereAllAreFull(Balance balance) {
    given(balance, 1, 1, 1);
    assertThat(send(3)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(send()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void choosesAServerAgainThatHasRoomAgain(Balance balance) {
    given(balance, 1);
    send();
    end(1);
    assertThat(send()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void neverChoosesARemovedServer(Balance balance) {
    given(balance, 5, 5);
    algorithm.remove(servers.get(0));
    assertThat(send(5)).containsOnly(2L);
    assertThat(send()).isZero();
  }

  @Test
  void roundRobinTakesEachInTurnAndSkipsFullOnes() {
    given(Balance.ROUND_ROBIN, 2, 1, 3);
    assertThat(send(6)).containsExactly(1L, 2L, 3L, 1L, 3L, 3L);
  }

  @Test
  void roundRobinGoesOnAfterTheLastEvenIfThatIsGone() {
    given(Balance.ROUND_ROBIN, 2, 2, 2);
    send(2);
    algorithm.remove(servers.get(1));
    assertThat(send(2)).containsExactly(3L, 1L);
  }

  @Test
  void strictRoundRobinWaitsForTheOneWhoseTurnItIs() {
    given(Balance.ROUND_ROBIN_STRICT, 1, 5, 5);
    send(3);
    assertThat(send(2)).as("the turn is with the full server 1").containsExactly(0L, 0L);
    end(1);
    assertThat(send(2)).containsExactly(1L, 2L);
  }

  @Test
  void strictRoundRobinGivesTheTurnToTheServerStartedForTheOneThatIsFull() {
    given(Balance.ROUND_ROBIN_STRICT, 1, 5);
    send(2);
    assertThat(send()).isZero();
    TestServer started = new TestServer(3, 5);
    algorithm.add(started);
    assertThat(send()).isEqualTo(3);
    assertThat(send()).as("then the turn goes on").isZero();
  }

  @Test
  void strictRoundRobinPassesTheTurnOnFromAServerThatGoes() {
    given(Balance.ROUND_ROBIN_STRICT, 1, 5, 5);
    send(3);
    algorithm.remove(servers.get(0));
    assertThat(send(3)).containsExactly(2L, 3L, 2L);
  }

  @Test
  void leastConnectionsTakesTheLeastLoadedAndTheOldestOfEqualOnes() {
    given(Balance.LEAST_CONNECTIONS, 3, 3, 3);
    assertThat(send(4)).containsExactly(1L, 2L, 3L, 1L);
    end(3);
    assertThat(send(3)).containsExactly(3L, 2L, 3L);
  }

  private void givenFixedServers(int... permits) {
    given(
        BalancingAlgorithm.ofFixed(
            Balance.LEAST_CONNECTIONS, new SplittableRandom(1), () -> millis * 1_000_000),
        permits);
  }

  private long serve() {
    long taken = send();
    end(taken);
    return taken;
  }

  @Test
  void fixedServersWithTheSameLoadTakeTurns() {
    givenFixedServers(3, 3, 3);
    List<Long> oneAtATime = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      oneAtATime.add(serve());
      millis += LeastConnectionsInTurn.SHIFT_MILLIS;
    }
    assertThat(oneAtATime).containsExactly(1L, 2L, 3L, 1L, 2L);
    assertThat(send(3)).containsExactly(3L, 1L, 2L);
    end(2);
    assertThat(send()).as("the least loaded, though it was chosen last").isEqualTo(2);
  }

  @Test
  void fixedServersStayOnDutyForAMoment() {
    givenFixedServers(3, 3, 3, 3);
    assertThat(send(2)).containsExactly(1L, 2L);
    millis += LeastConnectionsInTurn.SHIFT_MILLIS - 1;
    end(1);
    assertThat(serve()).isEqualTo(1);
    end(2);
    assertThat(List.of(serve(), serve())).as("no more of them than are needed").doesNotContain(3L);
    millis += 1;
    assertThat(send(4)).as("then who had to wait for longest").containsExactly(3L, 4L, 1L, 2L);
  }

  @Test
  void fixedServersThatWereOnDutyElsewhereTakeTurnsAsOthers() {
    givenFixedServers(3, 3, 3);
    for (int i = 0; i < 10; i++) {
      serve();
      millis += LeastConnectionsInTurn.SHIFT_MILLIS;
    }
    List<TestServer> known = List.copyOf(servers);
    servers.clear();
    givenFixedServers();
    known.forEach(algorithm::add);
    servers.addAll(known);

    List<Long> oneAtATime = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      oneAtATime.add(serve());
      millis += LeastConnectionsInTurn.SHIFT_MILLIS;
    }
    assertThat(oneAtATime).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
  }

  @Test
  void fixedServersGetEqualShares() {
    int[] permits = new int[50];
    Arrays.fill(permits, 1000);
    givenFixedServers(permits);
    SplittableRandom random = new SplittableRandom(7);
    ArrayDeque<Long> inFlight = new ArrayDeque<>();
    TreeMap<Long, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 100_000; i++) {
      long taken = send();
      counts.merge(taken, 1, Integer::sum);
      inFlight.add(taken);
      if (inFlight.size() > 5) {
        end(inFlight.poll());
      }
      millis += random.nextInt(10) == 0 ? 1 : 0;
    }
    assertThat(counts).hasSize(50);
    assertThat(counts.values()).allMatch(count -> count > 1700 && count < 2300);
  }

  @Test
  void firstFillsTheOldest() {
    given(Balance.FIRST, 2, 2, 2);
    assertThat(send(5)).containsExactly(1L, 1L, 2L, 2L, 3L);
    end(1);
    assertThat(send()).isEqualTo(1);
  }

  @Test
  void powerOfTwoNeverTakesTheMostLoaded() {
    given(Balance.POWER_OF_TWO, 1000, 1000, 1000, 1000);
    for (int i = 0; i < 1000; i++) {
      long most = servers.stream().mapToInt(Candidate::load).max().orElseThrow();
      boolean alone = servers.stream().filter(server -> server.load == most).count() == 1;
      TestServer chosen = (TestServer) algorithm.pick();
      if (alone) {
        assertThat((long) chosen.load).isLessThan(most);
      }
      chosen.load++;
      algorithm.changed(chosen);
    }
  }

  @Test
  void randomTakesEachAboutEquallyOften() {
    given(Balance.RANDOM, 10_000, 10_000, 10_000, 10_000);
    TreeMap<Long, Integer> counts = new TreeMap<>();
    for (long taken : send(8000)) {
      counts.merge(taken, 1, Integer::sum);
    }
    assertThat(counts).hasSize(4);
    assertThat(counts.values()).allMatch(count -> count > 1800 && count < 2200);
  }
}
