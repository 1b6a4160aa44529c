package dev.spillway.experiments.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Every start and stop would be logged across the progress bar. */
final class QuietLog {
  private static final String OURS = "dev.spillway";

  /** Tells of connections that are reset where a client or a server is stopped. */
  private static final String CONNECTIONS = "io.vertx.core.net.impl.ConnectionBase";

  private QuietLog() {}

  /** Logs warnings alone, unless the user asked for more. */
  static void apply() {
    if (LoggerFactory.getLogger(OURS) instanceof Logger logger && !logger.isDebugEnabled()) {
      logger.setLevel(Level.WARN);
      if (LoggerFactory.getLogger(CONNECTIONS) instanceof Logger connections) {
        connections.setLevel(Level.OFF);
      }
    }
  }
}
