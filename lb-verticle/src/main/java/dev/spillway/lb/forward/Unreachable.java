package dev.spillway.lb.forward;

/** The server could not be reached; nothing of the request was sent, so another may take it. */
public final class Unreachable extends ServerFailure {
  private static final long serialVersionUID = 1L;

  Unreachable(int status, String reason) {
    super(status, reason);
  }
}
