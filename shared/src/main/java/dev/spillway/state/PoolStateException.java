package dev.spillway.state;

/** The state of a pool could not be reached, or answered something unexpected. */
public final class PoolStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what was tried, where, and what came instead. */
  public PoolStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
