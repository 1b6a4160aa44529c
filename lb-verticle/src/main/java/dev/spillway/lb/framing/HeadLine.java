package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

import java.util.Arrays;

/** A line of a head as it was received, with its line end. Never changes. */
abstract class HeadLine {
  private static final int MOST_DIGITS = 18;

  private final byte[] octets;

  /** Takes the array over. */
  HeadLine(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Looks for the end of a line.
   *
   * @param from in the line, after its beginning
   * @return where the next line begins; -1 if the line isn't all there, or holds what no line may
   */
  static int next(byte[] octets, int from, int to) {
    int cr = from;
    while (cr < to && Octets.isValue(octets[cr])) {
      cr++;
    }
    return cr + 1 < to && octets[cr] == CR && octets[cr + 1] == LF ? cr + 2 : -1;
  }

  /** The decimal number that stands there; -1 if it is none, or may be more than a long holds. */
  static long number(byte[] octets, int from, int to) {
    if (from == to || to - from > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = octets[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Whether the octets from there on are this line. */
  final boolean stands(byte[] there, int from, int to) {
    int end = from + octets.length;
    return end <= to && Arrays.equals(octets, 0, octets.length, there, from, end);
  }

  /** How many octets, with those of the line's end. */
  final int size() {
    return octets.length;
  }
}
