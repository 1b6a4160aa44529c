package dev.spillway.lb.forward;

/**
 * The connection closed before a byte of the answer came, and the request may be sent once more:
 * its method is idempotent and it has no body (RFC 9110 §9.2.2).
 */
public final class ConnectionLost extends Refusal {
  private static final long serialVersionUID = 1L;

  ConnectionLost(String reason) {
    super(502, reason);
  }
}
