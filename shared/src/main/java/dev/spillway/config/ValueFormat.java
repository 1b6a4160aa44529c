package dev.spillway.config;

/** Reads one kind of value from text. */
interface ValueFormat {

  /**
   * The value that the text stands for.
   *
   * @throws BadValue if it stands for none, with a message that continues the quoted text: {@code
   *     is not a whole number}
   */
  Object read(String text) throws BadValue;

  /** What is allowed, as it would follow the word "expected". */
  String allowed();

  /** The text as it may be shown in a message or log. */
  default String shown(String text) {
    return text;
  }
}
