package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

/**
 * Follows the octets of the messages of one HTTP/1.x connection in one direction, and stops at the
 * first that doesn't belong there (RFC 9112). Looks at each octet of heads, chunk lines and
 * trailers once, keeps none of them, and skips bodies. For one thread.
 */
abstract class MessageScanner {
  private enum State {
    BETWEEN,
    LF_BETWEEN,
    START_LINE,
    LF_OF_START_LINE,
    LINE,
    NAME,
    BLANKS_AFTER_NAME,
    VALUE,
    LF_OF_VALUE,
    LF_OF_HEAD,
    BODY,
    CHUNK_LINE,
    CHUNK_DATA,
    CR_OF_CHUNK,
    LF_OF_CHUNK,
    /** To the end of the connection. */
    ALL
  }

  /** What follows a head. */
  enum Body {
    NONE,
    LENGTH,
    CHUNKED,
    /** Whatever comes until the connection ends; of answers only. */
    ALL
  }

  private final FramingFields fields = new FramingFields();
  private final ChunkLine chunkLine = new ChunkLine();
  private final int headLimit;
  private State state = State.BETWEEN;
  private MessageFault fault;
  private int headSize;
  private long bodyLeft;
  private boolean trailers;

  MessageScanner(int headLimit) {
    this.headLimit = headLimit;
  }

  /** A message begins; its first octet is the next. Returns what is wrong with that, or null. */
  abstract MessageFault begins();

  /**
   * Reads the start line up to its CR; is called for each part of it.
   *
   * @return the index of the first octet not read: a CR, or {@code to}; negative if one was wrong
   */
  abstract int startLine(byte[] octets, int from, int to);

  /** What the last negative {@link #startLine} found, or null. */
  abstract MessageFault startLineFault();

  /** The CR of the start line was reached; returns what is wrong with the line, or null. */
  abstract MessageFault startLineEnds();

  /** The head is whole: what follows? Null if its fields don't say that well; then see fault. */
  abstract Body headEnds(FramingFields fields);

  /** The message is whole. */
  abstract void ends();

  /** Whether white space may stand between a name and its colon. */
  abstract boolean allowsBlankBeforeColon();

  /** Says what is wrong; the first word counts. */
  final void fail(MessageFault found) {
    if (fault == null) {
      fault = found;
    }
  }

  /** What is wrong with what was scanned last, or null. Final: nothing can be scanned after it. */
  final MessageFault fault() {
    return fault;
  }

  /** Whether a head has begun and has not ended. */
  final boolean inHead() {
    return !trailers
        && state.compareTo(State.BETWEEN) > 0
        && state.compareTo(State.LF_OF_HEAD) <= 0;
  }

  /** Whether a head has ended and its message has not. */
  final boolean inBody() {
    return trailers || state.compareTo(State.LF_OF_HEAD) > 0;
  }

  /** Whether a chunked body has begun and has not ended. */
  final boolean inChunks() {
    return trailers || (state.compareTo(State.CHUNK_LINE) >= 0 && state != State.ALL);
  }

  /** Whether what comes next are the trailers of a chunked body, or their end. */
  final boolean inTrailers() {
    return trailers;
  }

  /** Whether no message has begun since the last one ended. */
  final boolean betweenMessages() {
    return state == State.BETWEEN;
  }

  /** How many octets of a body come next that need not be shown to {@link #scan}. */
  final long bodyLeft() {
    return switch (state) {
      case BODY, CHUNK_DATA -> bodyLeft;
      case ALL -> Long.MAX_VALUE;
      default -> 0;
    };
  }

  /** That many octets of a body went by, at most {@link #bodyLeft()}. */
  final void skip(long count) {
    if (state == State.ALL) {
      return;
    }
    bodyLeft -= count;
    if (bodyLeft == 0) {
      if (state == State.BODY) {
        messageEnds();
      } else {
        state = State.CR_OF_CHUNK;
      }
    }
  }

  /**
   * A head went by without having been scanned, and its body comes next.
   *
   * @param length in octets; {@link PlainHead#CHUNKED} for one that is chunked
   */
  final void bodyBegins(long length) {
    if (length == PlainHead.CHUNKED) {
      chunksBegin();
    } else if (length > 0) {
      state = State.BODY;
      bodyLeft = length;
    }
  }

  private void chunksBegin() {
    state = State.CHUNK_LINE;
    chunkLine.bodyBegins();
  }

  /** From now on everything goes by: the connection speaks another protocol. */
  final void letAllPass() {
    state = State.ALL;
  }

  private void messageEnds() {
    state = State.BETWEEN;
    trailers = false;
    ends();
  }

  /**
   * Scans octets that are no body's. Stops before a body, the data of a chunk and trailers, after a
   * message, at a fault, or at the end.
   *
   * @return the index of the first octet that was not scanned
   */
  final int scan(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && fault == null) {
      State before = state;
      i = step(octets, i, to);
      boolean ended = state == State.BETWEEN && before != State.LF_BETWEEN;
      boolean lineEnded = before == State.CHUNK_LINE && state != State.CHUNK_LINE;
      if (ended || lineEnded || before == State.LF_OF_HEAD) {
        break;
      }
    }
    return i;
  }

  private int step(byte[] octets, int i, int to) {
    byte octet = octets[i];
    switch (state) {
      case BETWEEN -> {
        if (octet == CR) {
          state = State.LF_BETWEEN; // an empty line (RFC 9112 §2.2)
          return i + 1;
        }
        fields.reset();
        headSize = 0;
        state = State.START_LINE;
        failIf(begins());
        return i;
      }
      case LF_BETWEEN -> expect(octet == LF, State.BETWEEN);
      case START_LINE -> {
        return startLineStep(octets, i, to);
      }
      case LF_OF_START_LINE, LF_OF_VALUE -> expect(octet == LF, State.LINE);
      case LINE -> {
        return lineStep(octets, i, to);
      }
      case NAME -> {
        return nameStep(octets, i, to);
      }
      case BLANKS_AFTER_NAME -> blankAfterName(octet);
      case VALUE -> {
        return valueStep(octets, i, to);
      }
      case LF_OF_HEAD -> {
        expect(octet == LF, State.BETWEEN);
        if (fault == null) {
          linesEnd();
        }
      }
      case CHUNK_LINE -> {
        failIf(chunkLine.next(octet));
        if (chunkLine.ended()) {
          chunkLineEnds();
        }
      }
      case CR_OF_CHUNK -> chunkEndStep(octet == CR, State.LF_OF_CHUNK);
      case LF_OF_CHUNK -> {
        chunkEndStep(octet == LF, State.CHUNK_LINE);
        chunkLine.begins();
      }
      default -> throw new IllegalStateException("octets of a body are not scanned");
    }
    return i + 1;
  }

  private void failIf(MessageFault found) {
    if (found != null) {
      fail(found);
    }
  }

  private void expect(boolean found, State next) {
    if (found) {
      state = next;
    } else {
      fail(MessageFault.BARE_CR);
    }
  }

  private int counted(int from, int to) {
    headSize += to - from;
    if (headSize > headLimit) {
      fail(MessageFault.HEAD_TOO_LONG);
    }
    return to;
  }

  private int startLineStep(byte[] octets, int i, int to) {
    int end = startLine(octets, i, to);
    if (end < 0) {
      fail(startLineFault());
      return i;
    }
    counted(i, end);
    if (end == to || fault != null) {
      return end;
    }
    failIf(startLineEnds());
    state = State.LF_OF_START_LINE;
    return end + 1;
  }

  /** Of a line that is all there the name and the value are read at once, for most of them are. */
  private int lineStep(byte[] octets, int i, int to) {
    byte octet = octets[i];
    if (octet == CR) {
      state = State.LF_OF_HEAD;
      return i + 1;
    }
    if (Octets.isBlank(octet)) {
      fail(MessageFault.OBSOLETE_FOLDING);
    } else if (!Octets.isToken(octet)) {
      fail(Octets.fault(octet, MessageFault.FIELD_NAME));
    }
    fields.nameBegins();
    state = State.NAME;
    return fault == null ? nameStep(octets, i, to) : i;
  }

  private int nameStep(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && Octets.isToken(octets[i])) {
      i++;
    }
    fields.name(octets, from, i);
    counted(from, i);
    if (i == to) {
      return i;
    }
    byte octet = octets[i];
    if (octet == ':') {
      nameEnds();
      int next = counted(i, i + 1);
      return next < to && fault == null ? valueStep(octets, next, to) : next;
    }
    if (Octets.isBlank(octet)) {
      if (!allowsBlankBeforeColon()) {
        fail(MessageFault.SPACE_BEFORE_COLON);
      }
      state = State.BLANKS_AFTER_NAME;
    } else {
      fail(Octets.fault(octet, MessageFault.FIELD_NAME));
    }
    return counted(i, i + 1);
  }

  private void blankAfterName(byte octet) {
    if (octet == ':') {
      nameEnds();
    } else if (!Octets.isBlank(octet)) {
      fail(Octets.fault(octet, MessageFault.FIELD_NAME));
    }
    counted(0, 1);
  }

  private void nameEnds() {
    if (!trailers) {
      failIf(fields.nameEnds());
    }
    state = State.VALUE;
  }

  private int valueStep(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && Octets.isValue(octets[i])) {
      i++;
    }
    if (!trailers) {
      failIf(fields.value(octets, from, i));
    }
    counted(from, i);
    if (i == to || fault != null) {
      return i;
    }
    if (octets[i] != CR) {
      fail(Octets.fault(octets[i], MessageFault.CONTROL_CHARACTER));
      return i;
    }
    if (!trailers) {
      failIf(fields.valueEnds());
    }
    if (i + 1 < to && octets[i + 1] == LF && fault == null) {
      state = State.LINE;
      return i + 2;
    }
    state = State.LF_OF_VALUE;
    return i + 1;
  }

  private void linesEnd() {
    if (trailers) {
      messageEnds();
      return;
    }
    Body body = headEnds(fields);
    if (body == null) {
      return;
    }
    switch (body) {
      case NONE -> messageEnds();
      case ALL -> state = State.ALL;
      case LENGTH -> {
        state = State.BODY;
        bodyLeft = fields.length();
        if (bodyLeft == 0) {
          messageEnds();
        }
      }
      case CHUNKED -> chunksBegin();
    }
  }

  private void chunkLineEnds() {
    bodyLeft = chunkLine.size();
    if (bodyLeft > 0) {
      state = State.CHUNK_DATA;
    } else {
      trailers = true;
      headSize = 0;
      state = State.LINE;
    }
  }

  private void chunkEndStep(boolean found, State next) {
    if (found) {
      state = next;
    } else {
      fail(MessageFault.CHUNK_END);
    }
  }
}
