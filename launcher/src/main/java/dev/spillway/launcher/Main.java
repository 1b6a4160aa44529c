package dev.spillway.launcher;

import dev.spillway.launcher.command.SpillwayCommand;
import io.vertx.core.logging.SLF4JLogDelegateFactory;

/** Runs the {@code spillway} command. */
public final class Main {
  private Main() {}

  /** Ends the JVM with the command's exit code. */
  public static void main(String[] args) {
    logBySlf4j();
    System.exit(SpillwayCommand.commandLine().execute(args));
  }

  /** To be called before the first class of Vert.x is loaded, or its log goes around ours. */
  static void logBySlf4j() {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", SLF4JLogDelegateFactory.class.getName());
  }
}
