package dev.spillway.redis;

/** No Redis could be started. The message is for a person: what was tried, and what to do. */
public final class EmbeddedRedisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedRedisException(String message, Throwable cause) {
    super(message, cause);
  }

  EmbeddedRedisException(String message) {
    super(message);
  }
}
