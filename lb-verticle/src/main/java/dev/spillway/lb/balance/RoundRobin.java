package dev.spillway.lb.balance;

import java.util.TreeSet;

/** Each server in turn, by age; full ones are skipped. */
final class RoundRobin extends CandidatesWithRoom {
  private final TreeSet<Candidate> byAge = new TreeSet<>(Candidate.OLDEST_FIRST);

  /** Whose turn was last; may be gone, only its age rank counts. */
  private Candidate last;

  @Override
  public Candidate pick() {
    if (byAge.isEmpty()) {
      return null;
    }
    Candidate next = last == null ? null : byAge.higher(last);
    last = next == null ? byAge.first() : next;
    return last;
  }

  @Override
  void insert(Candidate candidate) {
    byAge.add(candidate);
    candidate.position = 0;
  }

  @Override
  void delete(Candidate candidate) {
    byAge.remove(candidate);
    candidate.position = -1;
  }
}
