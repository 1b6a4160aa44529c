package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.SP;

/** Follows the answers of a server's connection, on which one request is under way at a time. */
final class ResponseScanner extends MessageScanner {
  private static final String START = "HTTP/1.1 200 ";
  private static final int MINOR = 7;
  private static final int STATUS = 9;
  private static final int REASON = 12;

  private boolean expected;
  private boolean toHead;
  private int lineLength;
  private int minor;
  private int status;
  private MessageFault lineFault;

  /**
   * Nothing was received yet.
   *
   * @param headLimit most octets of a head, without its line ends
   */
  ResponseScanner(int headLimit) {
    super(headLimit);
  }

  /**
   * A request is sent.
   *
   * @param head whether its method is HEAD, so that its answer has no body
   */
  void expect(boolean head) {
    expected = true;
    toHead = head;
  }

  /** Whether an answer that may have a body is to come, and nothing of it was scanned. */
  boolean awaitsBody() {
    return expected && !toHead && betweenMessages();
  }

  /** The answer that was to come has come, without having been scanned. */
  void answered() {
    expected = false;
  }

  /** The head of the answer that was to come has come without having been scanned. */
  void answersInChunks() {
    status = 200;
    bodyBegins(PlainHead.CHUNKED);
  }

  @Override
  MessageFault begins() {
    lineLength = 0;
    status = 0;
    return expected ? null : MessageFault.UNASKED;
  }

  /** Some servers leave out the blank before a reason that is empty; it is known what they mean. */
  @Override
  int startLine(byte[] octets, int from, int to) {
    int i = from;
    while (i < to) {
      byte octet = octets[i];
      if (octet == CR) {
        return i;
      }
      if (!fits(octet, lineLength)) {
        lineFault = Octets.fault(octet, MessageFault.STATUS_LINE);
        return -1;
      }
      lineLength++;
      i++;
    }
    return i;
  }

  private boolean fits(byte octet, int at) {
    if (at > REASON) {
      return Octets.isValue(octet);
    }
    if (at == REASON) {
      return octet == SP;
    }
    if (at != MINOR && at < STATUS) {
      return octet == START.charAt(at);
    }
    if (octet < '0' || octet > '9') {
      return false;
    }
    if (at == MINOR) {
      minor = octet - '0';
    } else {
      status = status * 10 + octet - '0';
    }
    return true;
  }

  @Override
  MessageFault startLineFault() {
    return lineFault;
  }

  @Override
  MessageFault startLineEnds() {
    return lineLength < REASON || status < 100 || minor > 1 ? MessageFault.STATUS_LINE : null;
  }

  /** RFC 9112 §6.3. */
  @Override
  Body headEnds(FramingFields fields) {
    boolean interim = status < 200;
    if (fields.chunked() && minor == 0) {
      fail(MessageFault.CODING_IN_HTTP_1_0);
    } else if (fields.chunked() && fields.length() >= 0) {
      fail(MessageFault.LENGTH_AND_CODING);
    } else if ((interim || status == 204) && (fields.chunked() || fields.length() > 0)) {
      fail(MessageFault.BODY_WHERE_NONE_MAY_BE);
    }
    if (fault() != null) {
      return null;
    }
    if (status == 101) {
      return Body.ALL;
    }
    if (interim || status == 204 || status == 304 || toHead) {
      return Body.NONE;
    }
    if (fields.chunked()) {
      return Body.CHUNKED;
    }
    return fields.length() >= 0 ? Body.LENGTH : Body.ALL;
  }

  @Override
  void ends() {
    if (status >= 200) {
      expected = false;
    }
  }

  @Override
  boolean allowsBlankBeforeColon() {
    return true;
  }
}
