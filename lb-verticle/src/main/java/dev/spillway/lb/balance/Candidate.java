package dev.spillway.lb.balance;

import java.util.Comparator;

/**
 * A server as a {@link BalancingAlgorithm} sees it. It may be in one algorithm at a time, so that
 * the algorithm can note in it where it keeps it, and finds it again without a search.
 */
public abstract class Candidate {
  static final Comparator<Candidate> OLDEST_FIRST = Comparator.comparingLong(Candidate::ordinal);

  /** Where the algorithm keeps it; negative: it doesn't. Only the algorithm touches this. */
  int position = -1;

  /** Its number among those that were given a turn, by when. Only the algorithm touches this. */
  long turn;

  /** Its age rank: lower is older. Unique among candidates, and never changes. */
  protected abstract long ordinal();

  /** Requests in flight on it, as far as known; at least 0. */
  protected abstract int load();

  /** Whether it may take one more request now. */
  protected abstract boolean hasRoom();
}
