package dev.spillway.lb.forward;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.time.Duration;

/** What a server's failure means for the request. */
final class ServerFault {
  private ServerFault() {}

  /** There was no connection, so nothing was sent. */
  static Refusal notConnected(String server, Throwable cause, Duration connectTimeout) {
    if (cause instanceof HttpClosedException) {
      return new ConnectionLost("server %s closed an idle connection".formatted(server));
    }
    if (cause instanceof ConnectTimeoutException) {
      return new Unreachable(
          504,
          "server %s accepted no connection within %s".formatted(server, Text.of(connectTimeout)));
    }
    return new Unreachable(
        502, "server %s could not be reached: %s".formatted(server, cause.getMessage()));
  }

  /**
   * The request was sent, or a part of it, and no head of an answer came.
   *
   * @param repeatable whether it came on a kept connection, and can and may be sent again
   */
  static Refusal notAnswered(String server, Throwable cause, boolean repeatable) {
    boolean closed = cause instanceof HttpClosedException || cause instanceof IOException;
    if (!closed) {
      return new ServerFailure(
          502, "server %s sent no valid answer: %s".formatted(server, cause.getMessage()));
    }
    String reason = "server %s closed the connection before it answered".formatted(server);
    return repeatable ? new ConnectionLost(reason) : new ServerFailure(502, reason);
  }

  /** The head of an answer came, and not its end. */
  static Refusal brokenOff(String server) {
    return new ServerFailure(
        502, "server %s closed the connection before the end of its answer".formatted(server));
  }
}
