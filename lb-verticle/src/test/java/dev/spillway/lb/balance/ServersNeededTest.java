package dev.spillway.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many servers each algorithm comes to where one starts, in no time, as soon as a request finds
 * none: what the experiment on containers measures, without how long starts take.
 */
class ServersNeededTest {
  private static final int REQUESTS = 72;
  private static final int WINDOW = 6_000;
  private static final int SERVICE = 1_000;
  private static final int PERMITS = 4;

  private record InFlight(long ends, TestServer server) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void leastConnectionsNeedsWhatTheMostAtOnceFill(long seed) {
    List<Long> arrivals = arrivals(seed);
    int needed = (mostAtOnce(arrivals) + PERMITS - 1) / PERMITS;

    assertThat(serversFor(arrivals, Balance.LEAST_CONNECTIONS)).isEqualTo(needed);
    assertThat(serversFor(arrivals, Balance.ROUND_ROBIN)).isEqualTo(needed);
  }

  @Test
  void strictRoundRobinNeedsMoreOnAverage() {
    int least = 0;
    int strict = 0;
    for (long seed = 0; seed < 100; seed++) {
      least += serversFor(arrivals(seed), Balance.LEAST_CONNECTIONS);
      strict += serversFor(arrivals(seed), Balance.ROUND_ROBIN_STRICT);
    }
    assertThat(least).isLessThan(strict);
  }

  private static List<Long> arrivals(long seed) {
    return new SplittableRandom(seed).longs(REQUESTS, 0, WINDOW).sorted().boxed().toList();
  }

  private static int mostAtOnce(List<Long> arrivals) {
    int most = 0;
    for (int last = 0, first = 0; last < arrivals.size(); last++) {
      while (arrivals.get(first) + SERVICE <= arrivals.get(last)) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static int serversFor(List<Long> arrivals, Balance balance) {
    BalancingAlgorithm algorithm = BalancingAlgorithm.of(balance, new SplittableRandom(1));
    List<TestServer> servers = new ArrayList<>();
    ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    for (long now : arrivals) {
      while (!inFlight.isEmpty() && inFlight.peek().ends <= now) {
        TestServer freed = inFlight.poll().server;
        freed.load--;
        algorithm.changed(freed);
      }
      TestServer chosen = (TestServer) algorithm.pick();
      if (chosen == null) {
        TestServer started = new TestServer(servers.size() + 1, PERMITS);
        servers.add(started);
        algorithm.add(started);
        chosen = (TestServer) algorithm.pick();
      }
      chosen.load++;
      algorithm.changed(chosen);
      inFlight.add(new InFlight(now + SERVICE, chosen));
    }
    return servers.size();
  }
}
