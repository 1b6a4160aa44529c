package dev.spillway.lb.accesslog;

import dev.spillway.lb.forward.ClientSide;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** One request that is to be logged. */
final class LoggedRequest implements RequestTrace {
  private static final int CLIENT_LEFT = 499;

  private final Consumer<AccessRecord> log;
  private final long time = System.currentTimeMillis();
  private final long begun = System.nanoTime();
  private String server = "";
  private long sentAt;

  LoggedRequest(Consumer<AccessRecord> log) {
    this.log = log;
  }

  @Override
  public void sentTo(String name) {
    server = name;
    sentAt = System.nanoTime();
  }

  @Override
  public void ended(ClientSide client, String pool) {
    HttpServerRequest request = client.request();
    long now = System.nanoTime();
    boolean sent = !server.isEmpty();
    HttpServerResponse response = request.response();
    log.accept(
        new AccessRecord(
            time,
            client.peer().address().isEmpty() ? "-" : client.peer().address(),
            request.method().name(),
            request.uri(),
            AccessRecord.versionOf(request),
            response.headWritten() ? response.getStatusCode() : CLIENT_LEFT,
            response.bytesWritten(),
            response.ended(),
            request.getHeader(HttpHeaders.REFERER),
            request.getHeader(HttpHeaders.USER_AGENT),
            client.requestId().toString(),
            pool,
            server,
            ((sent ? sentAt : now) - begun) / 1_000,
            sent ? (now - sentAt) / 1_000 : 0,
            (now - begun) / 1_000));
  }
}
