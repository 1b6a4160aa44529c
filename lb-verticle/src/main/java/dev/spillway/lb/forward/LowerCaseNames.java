package dev.spillway.lb.forward;

import io.netty.util.AsciiString;

/**
 * Names of fields as HTTP/2 has them (RFC 9113 §8.2.1). Servers send the same few again and again,
 * so what was made of them is remembered: one name for each of some places.
 *
 * <p>From any thread: a place holds something immutable, and one that is lost is made anew.
 */
final class LowerCaseNames {
  private static final int PLACES = 256; // a power of two
  private static final int LONGEST = 64;
  private static final Known[] KNOWN = new Known[PLACES];

  private record Known(AsciiString name, AsciiString lowerCase) {}

  private LowerCaseNames() {}

  /** The name in lower case; itself, if it is a string that somebody else must look through. */
  static CharSequence of(CharSequence name) {
    if (!(name instanceof AsciiString octets) || octets.length() > LONGEST) {
      return name;
    }
    int place = octets.hashCode() & (PLACES - 1);
    Known known = KNOWN[place];
    if (known == null || !known.name.equals(octets)) {
      known = known(octets);
      KNOWN[place] = known;
    }
    return known.lowerCase;
  }

  /** Of octets of its own: those that came may be part of a line, with what is secret in it. */
  private static Known known(AsciiString received) {
    AsciiString name = new AsciiString(received.toByteArray(), false);
    return new Known(name, name.toLowerCase());
  }
}
