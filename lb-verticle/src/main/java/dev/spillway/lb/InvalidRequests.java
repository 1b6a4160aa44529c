package dev.spillway.lb;

import dev.spillway.lb.forward.BadRequest;
import dev.spillway.lb.framing.InvalidRequestCounts;
import dev.spillway.lb.framing.MessageFault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Counts and tells of the requests that were refused for what is wrong with them. */
final class InvalidRequests {
  private final InvalidRequestCounts counts;
  private final WarningLog warnings;

  InvalidRequests(InvalidRequestCounts counts, WarningLog warnings) {
    this.counts = counts;
    this.warnings = warnings;
  }

  /** One is refused. */
  void refused(BadRequest bad, HttpServerRequest request) {
    counts.count(bad.fault());
    String client =
        request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
    warnings.refused(bad.fault(), bad.status(), client);
  }

  /** What Vert.x can't make a request of; on HTTP/1.x it was found out before. */
  void answerUndecoded(HttpServerRequest request) {
    counts.count(MessageFault.OTHER);
    request
        .response()
        .setStatusCode(MessageFault.OTHER.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(MessageFault.OTHER.text() + "\n");
    request.connection().close();
  }
}
