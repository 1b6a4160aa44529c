package dev.spillway.experiments.algorithms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests that come as a Poisson process whose rate is high and low in turn, so that servers have
 * to be started, and can be let go again.
 *
 * @param busy requests per second in odd phases
 * @param calm requests per second in even phases
 * @param phase how long one lasts
 * @param phases how many there are
 */
public record Waves(double busy, double calm, Duration phase, int phases) {

  /** When they come, milliseconds after the first. */
  List<Long> draw(RandomGenerator random) {
    List<Long> times = new ArrayList<>();
    double at = 0;
    double end = (double) phase.toMillis() * phases;
    while (true) {
      double rate = (long) (at / phase.toMillis()) % 2 == 0 ? busy : calm;
      double next = at + random.nextExponential() * 1000 / rate;
      double border = (Math.floor(at / phase.toMillis()) + 1) * phase.toMillis();
      if (next >= border) {
        // Without memory: at the border it may be drawn anew with the next phase's rate.
        at = border;
      } else {
        at = next;
        times.add(Math.round(at));
      }
      if (at >= end) {
        break;
      }
    }
    long first = times.isEmpty() ? 0 : times.get(0);
    return times.stream().map(time -> time - first).toList();
  }
}
