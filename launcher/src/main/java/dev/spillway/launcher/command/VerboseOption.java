package dev.spillway.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** {@code --verbose}: for whoever looks for the cause of something. */
final class VerboseOption {

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, and stack traces.")
  void verbose(boolean verbose) {
    if (verbose && LoggerFactory.getLogger("dev.spillway") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }
}
