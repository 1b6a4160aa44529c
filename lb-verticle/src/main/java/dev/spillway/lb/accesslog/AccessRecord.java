package dev.spillway.lb.accesslog;

import io.vertx.core.http.HttpServerRequest;

/**
 * What is known of one request when it has ended. Times are microseconds.
 *
 * @param time when it came, epoch milliseconds
 * @param client the address at the other end of the connection
 * @param status what the client was answered; 499 if it left before an answer began
 * @param bytes of the answer's body that were sent
 * @param complete whether the client was sent a whole answer
 * @param referer as the client said; null if it did not
 * @param userAgent likewise
 * @param requestId the id that the server was told, too
 * @param pool its pool; empty if there is none for it
 * @param server the last server it was sent to; empty if none
 * @param queuedMicros until it had its last permit, or until it ended without one
 * @param upstreamMicros from then to the end; 0 if it was sent to no server
 * @param totalMicros from its head to the last byte sent
 */
record AccessRecord(
    long time,
    String client,
    String method,
    String target,
    String version,
    int status,
    long bytes,
    boolean complete,
    String referer,
    String userAgent,
    String requestId,
    String pool,
    String server,
    long queuedMicros,
    long upstreamMicros,
    long totalMicros) {

  static String versionOf(HttpServerRequest request) {
    return switch (request.version()) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
    };
  }
}
