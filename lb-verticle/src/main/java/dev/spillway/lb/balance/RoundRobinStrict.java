package dev.spillway.lb.balance;

import java.util.TreeSet;

/**
 * Each server in turn, by age. If the one whose turn it is is full, none is chosen and the turn
 * stays: the request waits, which makes the pool start another server. That one takes the turn when
 * it comes, because it was started for the request that waits.
 */
final class RoundRobinStrict implements BalancingAlgorithm {
  private final TreeSet<Candidate> byAge = new TreeSet<>(Candidate.OLDEST_FIRST);

  /** Whose turn it is; null exactly if there is no server. */
  private Candidate turn;

  @Override
  public void add(Candidate candidate) {
    byAge.add(candidate);
    if (turn == null || !turn.hasRoom()) {
      turn = candidate;
    }
  }

  @Override
  public void remove(Candidate candidate) {
    byAge.remove(candidate);
    if (turn == candidate) {
      turn = after(candidate);
    }
  }

  @Override
  public void changed(Candidate candidate) {}

  @Override
  public Candidate pick() {
    if (turn == null || !turn.hasRoom()) {
      return null;
    }
    Candidate chosen = turn;
    turn = after(chosen);
    return chosen;
  }

  private Candidate after(Candidate candidate) {
    Candidate next = byAge.higher(candidate);
    if (next != null) {
      return next;
    }
    return byAge.isEmpty() ? null : byAge.first();
  }
}
