package dev.spillway.lb.forward;

import java.time.Duration;

/** Values as a person reads them. */
final class Text {
  private Text() {}

  static String of(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
