package dev.spillway.lb.balance;

/** The oldest server with room: fills one after the other, so that the youngest go idle. */
final class First extends CandidateHeap {
  @Override
  boolean before(Candidate a, Candidate b) {
    return a.ordinal() < b.ordinal();
  }
}
