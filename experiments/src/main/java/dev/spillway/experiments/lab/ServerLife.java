package dev.spillway.experiments.lab;

/**
 * One server from its start to its end. Times are epoch milliseconds.
 *
 * @param server its name
 * @param startedAt when its start began
 * @param readyAt from when it took requests
 * @param goneAt when it was gone; {@link Long#MAX_VALUE} if it still is there
 */
public record ServerLife(String server, long startedAt, long readyAt, long goneAt) {

  /** Whether it was there, ready or finishing its last requests, at that time. */
  public boolean thereAt(long time) {
    return readyAt <= time && time < goneAt;
  }

  /** How much of its life, its start included, lay between two times; milliseconds. */
  public long millisWithin(long from, long to) {
    return Math.max(0, Math.min(to, goneAt) - Math.max(from, startedAt));
  }
}
