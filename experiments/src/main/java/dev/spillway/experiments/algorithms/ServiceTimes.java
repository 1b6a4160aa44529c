package dev.spillway.experiments.algorithms;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** How long requests take, by its distribution. Each has the given mean, before rounding. */
enum ServiceTimes {
  /** All the same. */
  CONSTANT {
    @Override
    double draw(double mean, RandomGenerator random) {
      return mean;
    }
  },
  /** Without memory. */
  EXPONENTIAL {
    @Override
    double draw(double mean, RandomGenerator random) {
      return random.nextExponential() * mean;
    }
  },
  /**
   * A Pareto distribution with exponent 1.5, cut at 50 times its least: most are short, and the few
   * long ones make up much of the work.
   */
  HEAVY_TAILED {
    @Override
    double draw(double mean, RandomGenerator random) {
      double share = 1 - Math.pow(CUT, -EXPONENT);
      double least = mean * share * (EXPONENT - 1) / (EXPONENT * (1 - Math.pow(CUT, 1 - EXPONENT)));
      return least * Math.pow(1 - random.nextDouble() * share, -1 / EXPONENT);
    }
  };

  private static final double EXPONENT = 1.5;
  private static final double CUT = 50;

  /** A time in the mean's unit. */
  abstract double draw(double mean, RandomGenerator random);

  /** A time in whole milliseconds, at least 1. */
  long millis(double meanMillis, RandomGenerator random) {
    return Math.max(1, Math.round(draw(meanMillis, random)));
  }

  /** Its name as people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
