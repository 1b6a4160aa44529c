package dev.spillway.lb.framing;

/**
 * The lines of the heads of a pool's answers, each by its place in the head. Servers of a pool run
 * the same program, so most lines of an answer are those of the answer before: what stands at its
 * place once more is known by one comparison, and neither checked nor decoded again.
 *
 * <p>For the connections of one event loop to one pool's servers. Bounded: some lines of some
 * octets.
 */
public final class AnswerLines {
  private static final int MOST = 32;
  private static final int LONGEST = 128;

  private final FieldLine[] lines = new FieldLine[MOST];
  private StatusLine status; // null: none is known

  /** Nothing was received yet. */
  public AnswerLines() {}

  /** The status line that begins there; null if {@link StatusLine#read} knows none. */
  StatusLine status(byte[] octets, int from, int to) {
    if (status != null && status.stands(octets, from, to)) {
      return status;
    }
    StatusLine read = StatusLine.read(octets, from, to);
    if (read != null && read.size() <= LONGEST) {
      status = read;
    }
    return read;
  }

  /**
   * The line that begins there; null if {@link FieldLine#read} knows none.
   *
   * @param place how many lines of fields stand before it
   */
  FieldLine field(int place, byte[] octets, int from, int to) {
    if (place >= MOST) {
      return FieldLine.read(octets, from, to);
    }
    FieldLine known = lines[place];
    if (known != null && known.stands(octets, from, to)) {
      return known;
    }
    FieldLine read = FieldLine.read(octets, from, to);
    if (read != null && read.size() <= LONGEST) {
      lines[place] = read;
    }
    return read;
  }
}
