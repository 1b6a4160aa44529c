package dev.spillway.launcher.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Lines for whoever reads what a command answers; the log goes to the error stream. */
final class Output {
  private static final PrintWriter OUT = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private Output() {}

  /** Prints a line at once; may be called from any thread. */
  static void line(String text) {
    OUT.println(text);
  }
}
