package dev.spillway.lb.balance;

/**
 * The least loaded server. Of several, the one that was chosen longest ago, so that servers which
 * run anyway share the load also where there is little.
 */
final class LeastConnectionsInTurn extends CandidateHeap {
  private long choices;

  @Override
  boolean before(Candidate a, Candidate b) {
    int difference = Integer.compare(a.load(), b.load());
    if (difference == 0) {
      difference = Long.compare(a.turn, b.turn);
    }
    return difference != 0 ? difference < 0 : a.ordinal() < b.ordinal();
  }

  /** It finds its new place when its load is told to have risen. */
  @Override
  public Candidate pick() {
    Candidate chosen = first();
    if (chosen != null) {
      choices++;
      chosen.turn = choices;
    }
    return chosen;
  }
}
