package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

/**
 * The lines with which the chunks of a body begin, one after the other: the size of each, and
 * extensions, which mean nothing to who doesn't know them (RFC 9112 §7.1). For one thread.
 */
final class ChunkLine {
  /** For line ends and names of a chunk; what goes beyond is counted. */
  private static final int USUAL = 16;

  private static final int LONGEST = 256;
  private static final int MOST_DIGITS = 16;

  /** Octets beyond the usual on the lines of one body. */
  private static final int MOST_OVERHEAD = 16 * 1024;

  private enum Part {
    SIZE,
    BLANKS,
    EXTENSION_NAME,
    EXTENSION,
    LF,
    NONE
  }

  private Part part = Part.NONE;
  private int length;
  private int digits;
  private long size;
  private int overhead;

  /** The first line of a body comes next. */
  void bodyBegins() {
    overhead = 0;
    begins();
  }

  /** Another line of the same body comes next. */
  void begins() {
    part = Part.SIZE;
    length = 0;
    digits = 0;
    size = 0;
  }

  /** Reads the next octet of the line; returns what is wrong with it, or null. */
  MessageFault next(byte octet) {
    if (part == Part.LF) {
      return octet == LF ? ends() : MessageFault.BARE_CR;
    }
    if (++length > LONGEST) {
      return MessageFault.CHUNK_EXTENSION;
    }
    return switch (part) {
      case SIZE -> size(octet);
      case BLANKS -> blank(octet);
      case EXTENSION_NAME -> extensionName(octet);
      default -> extension(octet);
    };
  }

  /** Whether the line has ended. */
  boolean ended() {
    return part == Part.NONE;
  }

  /** The octets of data in the chunk whose line was read last; 0 for the body's end. */
  long size() {
    return size;
  }

  private MessageFault size(byte octet) {
    int digit = Octets.hex(octet);
    if (digit >= 0) {
      size = size * 16 + digit;
      digits++;
      return size > Integer.MAX_VALUE || digits > MOST_DIGITS ? MessageFault.CHUNK_SIZE : null;
    }
    if (digits == 0) {
      return Octets.fault(octet, MessageFault.CHUNK_SIZE);
    }
    if (octet == CR) {
      part = Part.LF;
      return null;
    }
    part = Part.BLANKS;
    return blank(octet);
  }

  private MessageFault blank(byte octet) {
    if (octet == ';') {
      part = Part.EXTENSION_NAME;
      return null;
    }
    return Octets.isBlank(octet) ? null : Octets.fault(octet, MessageFault.CHUNK_SIZE);
  }

  private MessageFault extensionName(byte octet) {
    if (Octets.isToken(octet)) {
      part = Part.EXTENSION;
      return null;
    }
    return Octets.isBlank(octet) ? null : Octets.fault(octet, MessageFault.CHUNK_EXTENSION);
  }

  private MessageFault extension(byte octet) {
    if (octet == CR) {
      part = Part.LF;
      return null;
    }
    return Octets.isValue(octet) ? null : Octets.fault(octet, MessageFault.CHUNK_EXTENSION);
  }

  private MessageFault ends() {
    part = Part.NONE;
    overhead += Math.max(0, length - USUAL);
    return overhead > MOST_OVERHEAD ? MessageFault.CHUNK_EXTENSION : null;
  }
}
