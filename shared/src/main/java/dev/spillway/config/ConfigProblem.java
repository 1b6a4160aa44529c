package dev.spillway.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One mistake in the configuration. {@link #toString} says all of it in one line.
 *
 * @param source where the value comes from: a file's name, {@code environment}, or {@code --set}
 * @param line the line in the file, from 1; empty for other sources and for the file as a whole
 * @param key the key as the operator wrote it, with the keys around it; empty for the whole source
 * @param value what was found; empty where there is nothing to show, or where it is a secret
 * @param message what is wrong
 * @param allowed what would be right
 * @param nearest the known word that was probably meant
 */
public record ConfigProblem(
    String source,
    OptionalInt line,
    String key,
    Optional<String> value,
    String message,
    Optional<String> allowed,
    Optional<String> nearest) {

  /** The {@link #source} of values given on the command line. */
  static final String FLAG = "--set";

  /** The {@link #source} of values given by environment variables. */
  static final String ENVIRONMENT = "environment";

  private static final int LONGEST_QUOTE = 80;

  static ConfigProblem at(Origin origin, String message) {
    return new ConfigProblem(
        origin.source(),
        origin.line(),
        origin.key(),
        Optional.empty(),
        message,
        Optional.empty(),
        Optional.empty());
  }

  ConfigProblem found(String text) {
    return new ConfigProblem(source, line, key, Optional.of(text), message, allowed, nearest);
  }

  ConfigProblem expected(String what) {
    return new ConfigProblem(source, line, key, value, message, Optional.of(what), nearest);
  }

  ConfigProblem perhaps(Optional<String> word) {
    return new ConfigProblem(source, line, key, value, message, allowed, word);
  }

  /** The mistake in one line, such as {@code spillway.yml:4: gateway.prot: unknown key; …}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(source);
    line.ifPresent(number -> text.append(':').append(number));
    text.append(source.equals(FLAG) ? " " : ": ");
    if (!key.isEmpty()) {
      text.append(oneLine(key)).append(": ");
    }
    value.ifPresent(found -> text.append('"').append(oneLine(found)).append("\" "));
    text.append(message);
    allowed.ifPresent(what -> text.append("; expected ").append(what));
    nearest.ifPresent(word -> text.append("; did you mean \"").append(word).append("\"?"));
    return text.toString();
  }

  private static String oneLine(String text) {
    String shown =
        text.codePointCount(0, text.length()) <= LONGEST_QUOTE
            ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    return shown
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]", "?");
  }
}
