package dev.spillway.experiments.lab;

import java.util.Collection;
import java.util.stream.LongStream;

/** How many servers there were: arithmetic on their lives. */
public final class Replicas {
  private Replicas() {}

  /** Servers there at that time, epoch milliseconds. */
  public static int at(Collection<ServerLife> lives, long time) {
    return (int) lives.stream().filter(life -> life.thereAt(time)).count();
  }

  /** The most servers there at once between two times, both included. */
  public static int most(Collection<ServerLife> lives, long from, long to) {
    // The number rises only when one gets ready.
    return LongStream.concat(
            LongStream.of(from),
            lives.stream().mapToLong(ServerLife::readyAt).filter(at -> from <= at && at <= to))
        .mapToInt(time -> at(lives, time))
        .max()
        .orElse(0);
  }

  /** Seconds of servers' lives between two times, starts included. */
  public static double serverSeconds(Collection<ServerLife> lives, long from, long to) {
    return lives.stream().mapToLong(life -> life.millisWithin(from, to)).sum() / 1000.0;
  }
}
