package dev.spillway.worker.decision;

import java.util.Comparator;
import java.util.List;

/**
 * Which idle servers go when the minimum doesn't let all of them go: the youngest, since load is
 * packed onto the oldest.
 */
public final class DrainOrder {

  /**
   * A READY server.
   *
   * @param name its name
   * @param ordinal its age rank: lower is older
   * @param idleFrom when it becomes idle, or became so, on the clock of {@code now}
   */
  public record Candidate(String name, long ordinal, long idleFrom) {}

  private DrainOrder() {}

  /**
   * The servers to drain now, youngest first. A younger server that becomes idle within the
   * patience keeps its place: an older one that became idle just before it isn't taken instead.
   *
   * @param ready all READY servers
   * @param minimum how many of them must stay
   * @param patienceMillis at least 0
   */
  public static List<String> drainable(
      List<Candidate> ready, int minimum, long now, long patienceMillis) {
    int spare = Math.max(0, ready.size() - minimum);
    return ready.stream()
        .filter(candidate -> candidate.idleFrom() <= now + patienceMillis)
        .sorted(Comparator.comparingLong(Candidate::ordinal).reversed())
        .limit(spare)
        .filter(candidate -> candidate.idleFrom() <= now)
        .map(Candidate::name)
        .toList();
  }
}
