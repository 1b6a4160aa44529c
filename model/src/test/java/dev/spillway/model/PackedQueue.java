package dev.spillway.model;

import java.util.ArrayDeque;

/**
 * Moments that wait to be looked at, first in, first out, two cells to a byte and without an object
 * for each: most of what a search remembers is here.
 */
final class PackedQueue {
  private static final int CHUNK = 1 << 20;

  private final int cells;
  private final int size;
  private final int perChunk;
  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
  private int firstTaken;
  private int lastFilled;

  /**
   * An empty queue.
   *
   * @param cells how many cells a moment has, each 0 to 15
   */
  PackedQueue(int cells) {
    this.cells = cells;
    this.size = (cells + 1) / 2;
    this.perChunk = CHUNK / size;
    this.lastFilled = perChunk;
  }

  boolean isEmpty() {
    return chunks.isEmpty() || (chunks.size() == 1 && firstTaken == lastFilled);
  }

  void add(byte[] moment) {
    if (lastFilled == perChunk) {
      chunks.add(new byte[perChunk * size]);
      lastFilled = 0;
    }
    byte[] chunk = chunks.getLast();
    int at = lastFilled++ * size;
    for (int cell = 0; cell < cells; cell++) {
      int value = moment[cell];
      if ((value & ~15) != 0) {
        throw new IllegalStateException("expected cells of 0 to 15, found " + value);
      }
      chunk[at + cell / 2] |= (byte) (value << (4 * (cell & 1)));
    }
  }

  byte[] poll() {
    byte[] chunk = chunks.getFirst();
    int at = firstTaken++ * size;
    byte[] moment = new byte[cells];
    for (int cell = 0; cell < cells; cell++) {
      moment[cell] = (byte) ((chunk[at + cell / 2] >> (4 * (cell & 1))) & 15);
    }
    if (firstTaken == perChunk) {
      chunks.removeFirst();
      firstTaken = 0;
    }
    return moment;
  }
}
