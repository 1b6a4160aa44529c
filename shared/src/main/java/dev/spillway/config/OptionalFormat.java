package dev.spillway.config;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A value that may be {@code none}. */
record OptionalFormat(Class<?> type, ValueFormat inner) implements ValueFormat {

  static final String NONE = "none";

  @Override
  public Object read(String text) throws BadValue {
    return text.equals(NONE) ? empty() : wrap(inner.read(text));
  }

  Object empty() {
    if (type == OptionalInt.class) {
      return OptionalInt.empty();
    } else if (type == OptionalLong.class) {
      return OptionalLong.empty();
    } else if (type == OptionalDouble.class) {
      return OptionalDouble.empty();
    }
    return Optional.empty();
  }

  private Object wrap(Object value) {
    if (type == OptionalInt.class) {
      return OptionalInt.of(((Number) value).intValue());
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(((Number) value).longValue());
    } else if (type == OptionalDouble.class) {
      return OptionalDouble.of(((Number) value).doubleValue());
    }
    return Optional.of(value);
  }

  @Override
  public String allowed() {
    return inner.allowed() + ", or none";
  }

  @Override
  public String shown(String text) {
    return inner.shown(text);
  }
}
