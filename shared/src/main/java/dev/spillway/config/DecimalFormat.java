package dev.spillway.config;

import java.math.BigDecimal;

/** Decimal numbers above 0, such as {@code 0.5}. */
record DecimalFormat(long max) implements ValueFormat {

  @Override
  public Double read(String text) throws BadValue {
    if (!text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
      throw new BadValue("is not a number");
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() <= 0) {
      throw new BadValue("is too small");
    }
    if (number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new BadValue("is too large");
    }
    return number.doubleValue();
  }

  @Override
  public String allowed() {
    return "a number above 0 and up to " + max + ", such as 0.5";
  }
}
