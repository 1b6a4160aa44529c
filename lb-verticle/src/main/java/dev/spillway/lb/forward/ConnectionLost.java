package dev.spillway.lb.forward;

/**
 * A connection that had served others closed before a byte of the answer came, most likely because
 * the server had it idle for too long; and the request can be sent once more, as nothing can have
 * come of it: its method is idempotent (RFC 9110 §9.2.2) or its body did not begin to be sent.
 */
public final class ConnectionLost extends ServerFailure {
  private static final long serialVersionUID = 1L;

  ConnectionLost(String reason) {
    super(502, reason);
  }
}
