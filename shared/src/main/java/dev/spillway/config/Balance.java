package dev.spillway.config;

/** How a server is chosen among those with room. */
public enum Balance {
  /** Each server in turn; full ones are skipped. */
  ROUND_ROBIN,
  /** Each server in turn; if the next one is full, another is started. */
  ROUND_ROBIN_STRICT,
  /**
   * The server with the fewest requests in flight; of several, the oldest, so that the youngest go
   * idle and are stopped, but each in turn, for some milliseconds, where servers are fixed.
   */
  LEAST_CONNECTIONS,
  /** The oldest server with room. */
  FIRST,
  /** The less loaded of two taken at random. */
  POWER_OF_TWO,
  /** Any server with room. */
  RANDOM
}
