package dev.spillway.worker.decision;

import java.util.List;

/** Puts why a server failed to start into words: one line, then what it last wrote. */
public final class FailureReason {
  /** How many lines of a server's output are kept at the most. */
  static final int LINES = 10;

  /** How long a line of a server's output may be; what is beyond is left out. */
  static final int LINE_LENGTH = 300;

  private FailureReason() {}

  /**
   * The reason, with the server's last lines below it if there are any.
   *
   * @param cause what went wrong; lines below its first stand for the output where there is none
   * @param output the server's last output, oldest line first; may be empty
   */
  public static String of(String cause, String output) {
    List<String> causeLines = linesOf(cause);
    String headline = causeLines.isEmpty() ? "unknown reason" : causeLines.get(0);
    List<String> lines = linesOf(output);
    if (lines.isEmpty() && causeLines.size() > 1) {
      lines = causeLines.subList(1, causeLines.size());
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    if (last.isEmpty()) {
      return headline;
    }
    return headline
        + "; its last output:\n  "
        + String.join("\n  ", last.stream().map(FailureReason::shortened).toList());
  }

  private static List<String> linesOf(String text) {
    return text.lines().map(String::stripTrailing).filter(line -> !line.isBlank()).toList();
  }

  private static String shortened(String line) {
    return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "…";
  }
}
