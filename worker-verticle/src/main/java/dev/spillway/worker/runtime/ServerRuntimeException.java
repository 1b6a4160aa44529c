package dev.spillway.worker.runtime;

/** A server could not be started or stopped. */
public final class ServerRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what failed, what was expected, and what to do; for a person. */
  public ServerRuntimeException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, without a cause. */
  public ServerRuntimeException(String message) {
    super(message);
  }
}
