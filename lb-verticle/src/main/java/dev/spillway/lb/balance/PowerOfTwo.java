package dev.spillway.lb.balance;

import java.util.random.RandomGenerator;

/**
 * The less loaded of two servers taken at random, the older one if they are equal. Several gateways
 * that know each other's load only by report don't all rush to the same server this way.
 */
final class PowerOfTwo extends CandidateList {
  private final RandomGenerator random;

  PowerOfTwo(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Candidate pick() {
    if (size() < 2) {
      return size() == 0 ? null : get(0);
    }
    int first = random.nextInt(size());
    int second = random.nextInt(size() - 1);
    if (second >= first) {
      second++;
    }
    return lessLoaded(get(first), get(second));
  }

  private static Candidate lessLoaded(Candidate a, Candidate b) {
    if (a.load() == b.load()) {
      return a.ordinal() < b.ordinal() ? a : b;
    }
    return a.load() < b.load() ? a : b;
  }
}
