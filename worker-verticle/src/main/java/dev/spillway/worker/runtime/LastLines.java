package dev.spillway.worker.runtime;

import java.util.List;

/** What of a server's output is shown to a person: its end, in whole lines. */
public final class LastLines {
  /** Lines shown at the most. */
  public static final int LINES = 20;

  /** Bytes worth reading for them. */
  public static final int BYTES = 8 * 1024;

  private LastLines() {}

  /** The last {@link #LINES} lines of a text, without empty ones at its end. */
  public static String of(String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }
}
