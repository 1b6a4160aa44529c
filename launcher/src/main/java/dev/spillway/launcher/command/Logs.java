package dev.spillway.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.spillway.worker.ScalingVerticle;
import org.slf4j.LoggerFactory;

/** How much is logged, as far as a command decides it. */
final class Logs {
  private static final String OURS = "dev.spillway";

  private Logs() {}

  /** For whoever looks for the cause of something. */
  static void verbose() {
    level(OURS, Level.DEBUG);
  }

  /** Where events are printed, a worker's log of the same would say everything twice. */
  static void leaveServersToEvents() {
    if (!LoggerFactory.getLogger(OURS).isDebugEnabled()) {
      level(ScalingVerticle.class.getName(), Level.WARN);
    }
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
