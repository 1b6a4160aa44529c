package dev.spillway.lb.framing;

/**
 * Lines of heads that were received before, each by its place in its head. Most lines of a head
 * have stood at the same place of another one: what stands there once more is known by a
 * comparison, and neither checked nor decoded again.
 *
 * <p>For the connections of one event loop whose heads are alike: those to the servers of a pool,
 * which run the same program, or those of the clients. Bounded: a few lines for each of some
 * places, each of some octets. Lines with what is a secret of one client are not kept (RFC 7541
 * §7.1).
 */
public final class KnownLines {
  private static final int PLACES = 32;
  private static final int LONGEST = 160;

  private final int eachPlace;
  private final FieldLine[] lines;
  private StatusLine status; // null: none is known

  private KnownLines(int eachPlace) {
    this.eachPlace = eachPlace;
    lines = new FieldLine[PLACES * eachPlace];
  }

  /** For the answers of a pool: one line for each place. */
  public static KnownLines ofAnswers() {
    return new KnownLines(1);
  }

  /** For the requests of clients, which are of several kinds: four lines for each place. */
  public static KnownLines ofRequests() {
    return new KnownLines(4);
  }

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
    if (place >= PLACES) {
      return FieldLine.read(octets, from, to);
    }
    int first = place * eachPlace;
    for (int i = first; i < first + eachPlace; i++) {
      FieldLine known = lines[i];
      if (known == null) {
        break;
      }
      if (known.stands(octets, from, to)) {
        return known;
      }
    }
    FieldLine read = FieldLine.read(octets, from, to);
    if (read != null && read.size() <= LONGEST && !read.secret()) {
      remember(first, read);
    }
    return read;
  }

  /** In place of the one that was remembered longest ago. */
  private void remember(int first, FieldLine line) {
    System.arraycopy(lines, first, lines, first + 1, eachPlace - 1);
    lines[first] = line;
  }
}
