package dev.spillway.launcher.part;

import dev.spillway.launcher.CommandFailure;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** Says in one line why a port can't be listened on. */
public final class Listening {
  private Listening() {}

  /** The same future, with a failure that names the address, the flag and the key. */
  public static <T> Future<T> explain(
      Future<T> listening, String host, int port, String flag, String key) {
    return listening.recover(
        failure -> {
          Throwable cause = rootOf(failure);
          if (isOfListening(cause)) {
            return Future.failedFuture(
                CommandFailure.failed(
                    "can't listen on %s port %d: %s. Choose another with %s or %s"
                        .formatted(host, port, reason(cause), flag, key),
                    failure));
          }
          return Future.failedFuture(failure);
        });
  }

  /** Native transports have an exception of their own, which only its text tells from others. */
  private static boolean isOfListening(Throwable cause) {
    return cause instanceof BindException
        || cause instanceof UnknownHostException
        || cause instanceof UnresolvedAddressException
        || (cause instanceof IOException && String.valueOf(cause.getMessage()).startsWith("bind("));
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("Address already in use")) {
      return "another process listens there";
    }
    if (message.contains("Permission denied")) {
      return "ports below 1024 need a privilege";
    }
    return message;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
