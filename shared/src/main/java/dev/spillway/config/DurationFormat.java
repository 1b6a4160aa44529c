package dev.spillway.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations such as {@code 500ms}, {@code 2m} or {@code 1h30m}. ISO-8601 as in {@link
 * Duration#parse} is not what operators write, and has no milliseconds.
 */
record DurationFormat(long minMillis, long maxMillis) implements ValueFormat {

  /** So that every duration fits an {@code int} of milliseconds, which Vert.x's options take. */
  private static final Duration LONGEST = Duration.ofDays(24);

  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,10})ms)?");

  DurationFormat {
    maxMillis = Math.min(maxMillis, LONGEST.toMillis());
  }

  @Override
  public Duration read(String text) throws BadValue {
    Matcher matcher = PATTERN.matcher(text);
    Duration duration;
    if (text.equals("0")) {
      duration = Duration.ZERO;
    } else if (text.matches("\\d+")) {
      throw new BadValue("has no unit");
    } else if (!text.isEmpty() && matcher.matches()) {
      duration =
          Duration.ofDays(part(matcher, 1))
              .plusHours(part(matcher, 2))
              .plusMinutes(part(matcher, 3))
              .plusSeconds(part(matcher, 4))
              .plusMillis(part(matcher, 5));
    } else {
      throw new BadValue("is not a duration");
    }
    if (duration.toMillis() < minMillis) {
      throw new BadValue("is too short");
    }
    if (duration.toMillis() > maxMillis) {
      throw new BadValue("is too long");
    }
    return duration;
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  @Override
  public String allowed() {
    return write(Duration.ofMillis(minMillis))
        + " to "
        + write(Duration.ofMillis(maxMillis))
        + " (units ms, s, m, h, d)";
  }

  /** A duration as it would be written in the configuration; parts below 1 ms are dropped. */
  static String write(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }
}
