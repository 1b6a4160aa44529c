package dev.spillway.lb.forward;

/** Where the fields of a head go that is made. */
@FunctionalInterface
interface FieldSink {
  /**
   * Adds a field after those that are there.
   *
   * @throws IllegalArgumentException if it can't be sent
   */
  void add(CharSequence name, CharSequence value);
}
