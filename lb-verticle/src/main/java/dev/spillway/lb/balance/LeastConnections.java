package dev.spillway.lb.balance;

/**
 * The least loaded server. Ties go to the oldest, so that load packs there and the youngest go
 * idle.
 */
final class LeastConnections extends CandidateHeap {
  @Override
  boolean before(Candidate a, Candidate b) {
    int difference = Integer.compare(a.load(), b.load());
    return difference != 0 ? difference < 0 : a.ordinal() < b.ordinal();
  }
}
