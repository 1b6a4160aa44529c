package dev.spillway.lb.tls;

/** TLS can't be served as it is configured. The message is one line, for a person. */
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the key and the file, or the port. */
  public TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
