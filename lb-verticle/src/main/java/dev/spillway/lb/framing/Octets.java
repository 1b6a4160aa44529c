package dev.spillway.lb.framing;

/** Which octets may stand where. */
final class Octets {
  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte TAB = '\t';

  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte[] KINDS = new byte[256];

  static {
    for (int c = 0x21; c < 0x100; c++) {
      if (c != 0x7f) {
        KINDS[c] |= VALUE | TARGET;
      }
    }
    KINDS[SP] |= VALUE;
    KINDS[TAB] |= VALUE;
    for (char c : "!#$%&'*+-.^_`|~0123456789".toCharArray()) {
      KINDS[c] |= TOKEN;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      KINDS[c] |= TOKEN;
      KINDS[c - 'a' + 'A'] |= TOKEN;
    }
  }

  private Octets() {}

  /** RFC 9110 §5.6.2. */
  static boolean isToken(byte octet) {
    return (KINDS[octet & 0xff] & TOKEN) != 0;
  }

  /** RFC 9110 §5.5: visible, beyond ASCII, or white space. */
  static boolean isValue(byte octet) {
    return (KINDS[octet & 0xff] & VALUE) != 0;
  }

  /** Visible or beyond ASCII: what of those a target may have is looked at later. */
  static boolean isTarget(byte octet) {
    return (KINDS[octet & 0xff] & TARGET) != 0;
  }

  static boolean isBlank(byte octet) {
    return octet == SP || octet == TAB;
  }

  /** The value of a hexadecimal digit; -1 if it is none. */
  static int hex(byte octet) {
    return octet < 0 ? -1 : Character.digit(octet, 16);
  }

  static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
  }

  /** What is wrong with an octet of a head that has no place where it was found. */
  static MessageFault fault(byte octet, MessageFault visible) {
    if (octet == LF) {
      return MessageFault.BARE_LF;
    }
    boolean control = octet >= 0 && octet < SP && octet != TAB && octet != CR;
    return control || octet == 0x7f ? MessageFault.CONTROL_CHARACTER : visible;
  }
}
