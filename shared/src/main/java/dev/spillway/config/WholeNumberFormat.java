package dev.spillway.config;

/** Whole numbers in digits. */
record WholeNumberFormat(long min, long max) implements ValueFormat {

  @Override
  public Long read(String text) throws BadValue {
    if (!text.matches("[+-]?\\d+")) {
      throw new BadValue("is not a whole number");
    }
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException beyondLong) {
      number = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    if (number < min) {
      throw new BadValue("is too small");
    }
    if (number > max) {
      throw new BadValue("is too large");
    }
    return number;
  }

  @Override
  public String allowed() {
    return max >= Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
  }
}
