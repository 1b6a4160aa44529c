package dev.spillway.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** The faults of a run, drawn from its seed: each kind once before any comes again. */
final class FaultPlan {

  /**
   * A fault to come.
   *
   * @param target which of the parts it may happen to: an index, to be taken modulo their number
   * @param atMillis from the beginning of the load
   * @param forMillis until it is mended
   */
  record Fault(FaultKind kind, int target, long atMillis, long forMillis) {}

  private FaultPlan() {}

  /**
   * Draws as many as fit.
   *
   * @param lengthMillis by when the last is mended
   * @param everyMillis the mean time between two; they overlap
   * @param leaseMillis what durations are measured by
   */
  static List<Fault> draw(
      SplittableRandom random,
      Collection<FaultKind> kinds,
      long lengthMillis,
      long everyMillis,
      long leaseMillis) {
    List<Fault> plan = new ArrayList<>();
    List<FaultKind> deck = new ArrayList<>();
    long at = everyMillis / 2;
    while (true) {
      if (deck.isEmpty()) {
        deck.addAll(kinds);
      }
      FaultKind kind = deck.remove(random.nextInt(deck.size()));
      long length = length(kind, random, leaseMillis);
      if (at + length > lengthMillis) {
        return plan;
      }
      plan.add(new Fault(kind, random.nextInt(1 << 20), at, length));
      at += everyMillis / 2 + random.nextLong(everyMillis);
    }
  }

  private static long length(FaultKind kind, SplittableRandom random, long lease) {
    return switch (kind) {
      case PAUSE_GATEWAY_WITHIN_LEASE -> between(random, lease / 10, lease * 6 / 10);
      case PAUSE_GATEWAY_BEYOND_LEASE -> between(random, lease * 12 / 10, lease * 25 / 10);
      case KILL_BUSY_SERVER -> 0;
      case PAUSE_WORKER -> between(random, lease / 2, lease * 6);
      default -> between(random, lease / 10, lease * 2);
    };
  }

  private static long between(SplittableRandom random, long least, long most) {
    return random.nextLong(least, most + 1);
  }
}
