package dev.spillway.lb.balance;

import dev.spillway.config.Balance;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Chooses among the servers that take requests. Every call takes O(1) or O(log n) in the number of
 * servers, but for one in ten milliseconds that may take O(n log n), n being those that were used
 * meanwhile. The owner tells each change of a candidate at once: between a change and its {@link
 * #changed} no other method may be called.
 */
public interface BalancingAlgorithm {

  /** A server takes requests from now on, whether it has room at the moment or not. */
  void add(Candidate candidate);

  /** A server that was added takes no requests any more. */
  void remove(Candidate candidate);

  /** The load or the room of a server that was added has changed. */
  void changed(Candidate candidate);

  /**
   * Chooses the server for one request, which is then sent: turns move on. The owner raises the
   * load of the chosen one and tells so.
   *
   * @return a candidate with room, or null if none is to take a request now
   */
  Candidate pick();

  /**
   * The algorithm of that name for fixed servers: none of them is stopped when it is idle, so that
   * there is no sense in leaving the youngest idle.
   *
   * @param random where it takes its random choices from; used only within {@link #pick()}
   * @param clock monotonic nanoseconds; read now and within {@link #pick()}
   */
  static BalancingAlgorithm ofFixed(Balance balance, RandomGenerator random, LongSupplier clock) {
    return balance == Balance.LEAST_CONNECTIONS
        ? new LeastConnectionsInTurn(clock)
        : of(balance, random);
  }

  /**
   * The algorithm of that name for servers that are started and stopped as they are needed.
   *
   * @param random where it takes its random choices from; used only within {@link #pick()}
   */
  static BalancingAlgorithm of(Balance balance, RandomGenerator random) {
    return switch (balance) {
      case ROUND_ROBIN -> new RoundRobin();
      case ROUND_ROBIN_STRICT -> new RoundRobinStrict();
      case LEAST_CONNECTIONS -> new LeastConnections();
      case FIRST -> new First();
      case POWER_OF_TWO -> new PowerOfTwo(random);
      case RANDOM -> new RandomChoice(random);
    };
  }
}
