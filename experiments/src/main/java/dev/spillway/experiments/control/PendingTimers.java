package dev.spillway.experiments.control;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts the timers of Vert.x that wait in this JVM, by looking at its heap. */
final class PendingTimers {
  private static final String TIMER = "io.vertx.core.impl.VertxImpl$InternalTimerHandler";

  private PendingTimers() {}

  /** How many there are now; blocks for as long as a full collection takes. */
  static long count() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return String.valueOf(histogram)
          .lines()
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length >= 4 && words[3].equals(TIMER))
          .mapToLong(words -> Long.parseLong(words[1]))
          .findFirst()
          .orElse(0);
    } catch (JMException e) {
      throw new IllegalStateException("this JVM doesn't tell what is in its heap", e);
    }
  }
}
