package dev.spillway.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes, such as {@code 16KB} or {@code 512MB}; the units are powers of 1024. */
record SizeFormat(long min, long max) implements ValueFormat {

  private static final String UNITS = "KMGT";
  private static final Pattern PATTERN =
      Pattern.compile("(\\d{1,15}) ?(?:([" + UNITS + "])(?:I?B)?|B)?");

  @Override
  public Long read(String text) throws BadValue {
    Matcher matcher = PATTERN.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new BadValue("is not a size");
    }
    int power = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    long bytes;
    try {
      bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException tooLarge) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes < min) {
      throw new BadValue("is too small");
    }
    if (bytes > max || bytes == Long.MAX_VALUE) {
      throw new BadValue("is too large");
    }
    return bytes;
  }

  @Override
  public String allowed() {
    String range =
        max == Long.MAX_VALUE ? write(min) + " or more" : write(min) + " to " + write(max);
    return range + " (units KB, MB, GB, TB)";
  }

  /** A size as it would be written in the configuration. */
  static String write(long bytes) {
    int power = 0;
    long amount = bytes;
    while (amount != 0 && amount % 1024 == 0 && power < UNITS.length()) {
      amount /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(amount) : amount + UNITS.substring(power - 1, power) + "B";
  }
}
