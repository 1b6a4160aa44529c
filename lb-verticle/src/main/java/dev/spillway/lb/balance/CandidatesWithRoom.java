package dev.spillway.lb.balance;

/**
 * The part that most algorithms share: they keep only the candidates that have room, so that full
 * ones cost nothing to skip.
 */
abstract class CandidatesWithRoom implements BalancingAlgorithm {

  /** Takes in a candidate that is not kept, and sets its position to at least 0. */
  abstract void insert(Candidate candidate);

  /** Lets go of a candidate that is kept, and sets its position to -1. */
  abstract void delete(Candidate candidate);

  /** The load of a candidate that is kept may have changed. */
  void loadChanged(Candidate candidate) {}

  @Override
  public final void add(Candidate candidate) {
    if (candidate.hasRoom()) {
      insert(candidate);
    }
  }

  @Override
  public final void remove(Candidate candidate) {
    if (candidate.position >= 0) {
      delete(candidate);
    }
  }

  @Override
  public final void changed(Candidate candidate) {
    boolean kept = candidate.position >= 0;
    if (!candidate.hasRoom()) {
      if (kept) {
        delete(candidate);
      }
    } else if (kept) {
      loadChanged(candidate);
    } else {
      insert(candidate);
    }
  }
}
