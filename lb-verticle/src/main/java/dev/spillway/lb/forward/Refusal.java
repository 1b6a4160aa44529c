package dev.spillway.lb.forward;

/**
 * An answer of the gateway's own in place of a server's.
 *
 * <p>Carries no stack trace: it is an answer, not a defect.
 */
public class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  /**
   * An answer without Retry-After.
   *
   * @param status 4xx or 5xx
   * @param reason one line, for a person
   */
  public Refusal(int status, String reason) {
    this(status, reason, 0);
  }

  /**
   * An answer.
   *
   * @param status 4xx or 5xx
   * @param reason one line, for a person
   * @param retryAfterSeconds when it is worth asking again; 0: not said
   */
  public Refusal(int status, String reason, int retryAfterSeconds) {
    super(reason, null, false, false);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A body longer than it may be (RFC 9110 §15.5.14). */
  public static Refusal bodyTooLong(long limit) {
    return new Refusal(
        413, "the request body is longer than the %d bytes it may be".formatted(limit));
  }

  /** Whether the connection can't be used for another request. */
  boolean endsConnection() {
    return false;
  }

  /** The status, 4xx or 5xx. */
  public int status() {
    return status;
  }

  /** One line, for a person. */
  public String reason() {
    return getMessage();
  }

  /** When it is worth asking again; 0: not said. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
