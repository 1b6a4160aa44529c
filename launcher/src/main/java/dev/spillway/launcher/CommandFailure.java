package dev.spillway.launcher;

import java.util.List;

/**
 * Ends a command with a message for a person, one line for each thing that is wrong, and an exit
 * code. The stack trace is of no use to that person and is shown with {@code --verbose} alone.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;
  private final int exitCode;

  private CommandFailure(int exitCode, List<String> lines, Throwable cause) {
    super(String.join("\n", lines), cause);
    this.lines = List.copyOf(lines);
    this.exitCode = exitCode;
  }

  /** The user's mistake: exit code 2. */
  public static CommandFailure mistake(List<String> lines, Throwable cause) {
    return new CommandFailure(ExitCodes.USAGE, lines, cause);
  }

  /** The user's mistake: exit code 2. */
  public static CommandFailure mistake(String line) {
    return mistake(List.of(line), null);
  }

  /** Something could not be done: exit code 1. */
  public static CommandFailure failed(String line, Throwable cause) {
    return new CommandFailure(ExitCodes.FAILED, List.of(line), cause);
  }

  /** What to print, line by line. */
  public List<String> lines() {
    return lines;
  }

  /** What to exit with. */
  public int exitCode() {
    return exitCode;
  }
}
