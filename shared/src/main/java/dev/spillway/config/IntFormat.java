package dev.spillway.config;

/** Narrows a number to the {@code int} that a record component wants; the bounds see to it. */
record IntFormat(ValueFormat inner) implements ValueFormat {

  @Override
  public Integer read(String text) throws BadValue {
    return Math.toIntExact((Long) inner.read(text));
  }

  @Override
  public String allowed() {
    return inner.allowed();
  }
}
