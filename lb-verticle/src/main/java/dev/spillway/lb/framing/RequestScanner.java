package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.SP;

/** Follows the requests of a client's connection. */
final class RequestScanner extends MessageScanner {
  private static final int LONGEST_METHOD = 64;
  private static final String VERSION = "HTTP/1.1";
  private static final int MAJOR = 5;
  private static final int MINOR = 7;

  private enum Part {
    METHOD,
    TARGET,
    VERSION
  }

  private final int targetLimit;
  private Part part;
  private int partLength;
  private int major;
  private int minor;
  private MessageFault lineFault;

  /**
   * Nothing was received yet.
   *
   * @param headLimit most octets of a head, without its line ends
   * @param targetLimit most octets of a request target
   */
  RequestScanner(int headLimit, int targetLimit) {
    super(headLimit);
    this.targetLimit = targetLimit;
  }

  @Override
  MessageFault begins() {
    part = Part.METHOD;
    partLength = 0;
    return null;
  }

  @Override
  int startLine(byte[] octets, int from, int to) {
    int i = from;
    while (i < to) {
      byte octet = octets[i];
      MessageFault found =
          switch (part) {
            case METHOD -> method(octet);
            case TARGET -> target(octet);
            case VERSION -> {
              if (octet == CR) {
                yield null;
              }
              yield version(octet);
            }
          };
      if (found != null) {
        lineFault = found;
        return -1;
      }
      if (octet == CR) {
        return i;
      }
      i++;
    }
    return i;
  }

  private MessageFault method(byte octet) {
    if (octet == SP && partLength > 0) {
      nextPart(Part.TARGET);
      return null;
    }
    if (!Octets.isToken(octet)) {
      return Octets.fault(octet, MessageFault.REQUEST_LINE);
    }
    return ++partLength > LONGEST_METHOD ? MessageFault.METHOD_TOO_LONG : null;
  }

  private MessageFault target(byte octet) {
    if (octet == SP && partLength > 0) {
      nextPart(Part.VERSION);
      return null;
    }
    if (!Octets.isTarget(octet)) {
      return Octets.fault(octet, MessageFault.REQUEST_LINE);
    }
    return ++partLength > targetLimit ? MessageFault.TARGET_TOO_LONG : null;
  }

  private MessageFault version(byte octet) {
    int at = partLength++;
    if (at >= VERSION.length()) {
      return Octets.fault(octet, MessageFault.REQUEST_LINE);
    }
    if (at != MAJOR && at != MINOR) {
      return octet == VERSION.charAt(at) ? null : Octets.fault(octet, MessageFault.REQUEST_LINE);
    }
    if (octet < '0' || octet > '9') {
      return Octets.fault(octet, MessageFault.REQUEST_LINE);
    }
    if (at == MAJOR) {
      major = octet - '0';
    } else {
      minor = octet - '0';
    }
    return null;
  }

  private void nextPart(Part next) {
    part = next;
    partLength = 0;
  }

  @Override
  MessageFault startLineFault() {
    return lineFault;
  }

  @Override
  MessageFault startLineEnds() {
    if (part != Part.VERSION || partLength != VERSION.length()) {
      return MessageFault.REQUEST_LINE;
    }
    return major == 1 ? null : MessageFault.VERSION;
  }

  /** RFC 9112 §6.3. */
  @Override
  Body headEnds(FramingFields fields) {
    if (fields.chunked()) {
      if (minor == 0) {
        fail(MessageFault.CODING_IN_HTTP_1_0);
        return null;
      }
      if (fields.length() >= 0) {
        fail(MessageFault.LENGTH_AND_CODING);
        return null;
      }
      return Body.CHUNKED;
    }
    return fields.length() > 0 ? Body.LENGTH : Body.NONE;
  }

  @Override
  void ends() {}

  @Override
  boolean allowsBlankBeforeColon() {
    return false;
  }
}
