package dev.spillway.model;

/**
 * The moments seen, each by 64 bits. Two that differ have the same bits with a chance of about
 * n²/2⁶⁵ over n moments: one in 370,000 over ten millions.
 */
final class Fingerprints {
  private long[] table = new long[1 << 16];
  private int size;

  /** Whether it is new. */
  boolean add(byte[] cells) {
    long print = of(cells);
    if (2 * (size + 1) > table.length) {
      grow();
    }
    if (!insert(print)) {
      return false;
    }
    size++;
    return true;
  }

  int size() {
    return size;
  }

  static long of(byte[] cells) {
    long print = 0x9E3779B97F4A7C15L;
    long part = 0;
    for (int i = 0; i < cells.length; i++) {
      part = part << 8 | (cells[i] & 0xFF);
      if ((i & 7) == 7 || i == cells.length - 1) {
        print = mix(print ^ part * 0xBF58476D1CE4E5B9L);
        part = 0;
      }
    }
    return print == 0 ? 1 : print;
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private boolean insert(long print) {
    int mask = table.length - 1;
    int at = (int) (print >>> 20) & mask;
    while (table[at] != 0) {
      if (table[at] == print) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = print;
    return true;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    for (long print : old) {
      if (print != 0) {
        insert(print);
      }
    }
  }
}
