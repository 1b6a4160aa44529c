package dev.spillway.experiments.lab;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The fewest servers that could have served requests without any wait, by someone who knew all of
 * them beforehand and had every server ready in time: with at most c requests at once on a server,
 * the most requests in service at one moment, divided by c and rounded up. Fewer can't do it, at
 * that moment; and so many can: a request that begins finds a place, since fewer than c times as
 * many are taken.
 */
public final class Clairvoyant {
  private Clairvoyant() {}

  /** That number for requests that are in service from the moment at which they come. */
  public static int servers(Collection<Shot> shots, int maxRequests) {
    int most = mostAtOnce(shots);
    return (most + maxRequests - 1) / maxRequests;
  }

  private static int mostAtOnce(Collection<Shot> shots) {
    PriorityQueue<Long> ends = new PriorityQueue<>();
    int most = 0;
    for (Shot shot : shots.stream().sorted(Comparator.comparingLong(Shot::atMillis)).toList()) {
      while (!ends.isEmpty() && ends.peek() <= shot.atMillis()) {
        ends.poll();
      }
      ends.add(shot.atMillis() + shot.serviceMillis());
      most = Math.max(most, ends.size());
    }
    return most;
  }
}
