package dev.spillway.lb.balance;

import java.util.random.RandomGenerator;

/** Any server with room, each as likely as another. */
final class RandomChoice extends CandidateList {
  private final RandomGenerator random;

  RandomChoice(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Candidate pick() {
    return size() == 0 ? null : get(random.nextInt(size()));
  }
}
