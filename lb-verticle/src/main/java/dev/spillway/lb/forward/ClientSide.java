package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ClientFraming;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A request as its client sees it: whether the client is still there, and what it is answered. For
 * the event loop of the client's connection.
 *
 * <p>Whoever has the request in hand (the queue, then the forwarder) says by {@link #onAbort} what
 * must be undone should the request end before its time: because the client left, took too long, or
 * sent too much.
 */
public final class ClientSide {
  private static final long INTERNAL_ERROR = 2; // RFC 9113 §7

  /** Those a server may allow; which it does, the gateway doesn't know. */
  private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private final HttpServerRequest request;
  private final Peer peer;
  private final BooleanSupplier draining;
  private final BodySource body; // null: none follows the head
  private final Upgrade upgrade; // null: none to pass on
  private Consumer<Throwable> onAbort; // null: nothing to undo
  private Throwable aborted;
  private ClientLink link = ClientLink.UNKNOWN;
  private CharSequence requestId;
  private boolean saidLast;

  /**
   * Takes a request that was just received; a body is not read before it is asked for.
   *
   * @param peer who sent it
   * @param draining whether the gateway is shutting down: then each answer is its connection's last
   */
  public ClientSide(HttpServerRequest request, Peer peer, BooleanSupplier draining) {
    this.request = request;
    this.peer = peer;
    this.draining = draining;
    this.body = RequestHead.hasBody(request) ? BodySource.of(request) : null;
    this.upgrade = Upgrade.askedBy(request, hasBody());
    if (upgrade != null) {
      ClientFraming.hold(request.connection());
    }
    request.response().closeHandler(v -> abort(new ClientGone()));
    request.response().exceptionHandler(cause -> abort(new ClientGone()));
  }

  /** The request. */
  public HttpServerRequest request() {
    return request;
  }

  /** Says what more is known of its connection. */
  public void onLink(ClientLink known) {
    if (request.version() != HttpVersion.HTTP_2) { // there it would be all streams'
      link = known;
    }
  }

  ClientLink link() {
    return link;
  }

  /** Who sent it. */
  public Peer peer() {
    return peer;
  }

  /** Its id: the one a trusted proxy gave it, or one made here; the same whenever it is asked. */
  public CharSequence requestId() {
    if (requestId == null) {
      requestId = RequestId.takenOrMade(peer.trusted() ? request.getHeader(RequestId.FIELD) : null);
    }
    return requestId;
  }

  /** Whether the answer is to be the last on its connection; its head is made now, and says so. */
  boolean lastOnConnection() {
    saidLast = draining.getAsBoolean() && request.version() != HttpVersion.HTTP_2; // by GOAWAY
    return saidLast;
  }

  /** Whether the client was told that this answer is the last on its connection. */
  public boolean saidLast() {
    return saidLast;
  }

  /** Whether a body follows the head. */
  public boolean hasBody() {
    return body != null;
  }

  /** The body; null if none follows the head. */
  BodySource body() {
    return body;
  }

  /** What other protocol it asks for; null if none that is to be passed on. */
  Upgrade upgrade() {
    return upgrade;
  }

  /** The request has ended, and its connection still speaks HTTP or is closed. */
  public void ended() {
    dropBody();
    if (upgrade != null) {
      ClientFraming.release(request.connection());
    }
  }

  /** Nobody will read what is left of the body. */
  public void dropBody() {
    if (body != null) {
      body.drop();
    }
  }

  /** Says what to undo should the request end before its time; replaces what was said before. */
  public void onAbort(Consumer<Throwable> undo) {
    onAbort = undo;
  }

  /** There is nothing to undo any more. */
  public void nothingToUndo() {
    onAbort = null;
  }

  /** Why the request ended before its time; null if it goes on. To be asked after every wait. */
  public Throwable aborted() {
    return aborted;
  }

  /** Ends the request before its time; does nothing if it has ended. */
  public void abort(Throwable cause) {
    if (aborted != null || request.response().ended()) {
      return;
    }
    aborted = cause;
    Consumer<Throwable> undo = onAbort;
    onAbort = null;
    if (undo != null) {
      undo.accept(cause);
    }
  }

  /** It may send its body now: there is a permit and a connection (RFC 9110 §10.1.1). */
  void writeContinueIfExpected() {
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null
        && expect.equalsIgnoreCase("100-continue")
        && request.version() != HttpVersion.HTTP_1_0) {
      request.response().writeContinue();
    }
  }

  /** Passes a server's 103 on, where the client knows interim answers (RFC 9110 §15.2). */
  void writeEarlyHints(MultiMap hints) {
    if (request.version() != HttpVersion.HTTP_1_0) {
      MultiMap fields = MultiMap.caseInsensitiveMultiMap();
      ResponseHead.copyFields(hints, fields);
      request.response().writeEarlyHints(fields);
    }
  }

  /**
   * Answers with a status and a line of the gateway's own; where a server's answer has begun
   * already, cuts the connection, so that it can't be taken for a whole answer.
   */
  public void answer(Refusal refusal) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (response.headWritten()) {
      cut();
      return;
    }
    response.headers().clear();
    response.headersEndHandler(null);
    response.setStatusCode(refusal.status());
    response.setStatusMessage(HttpResponseStatus.valueOf(refusal.status()).reasonPhrase());
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.putHeader(RequestId.FIELD, requestId());
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refusal.retryAfterSeconds()));
    }
    if (refusal.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, ALLOWED);
    }
    boolean unread = hasBody() && !request.isEnded();
    boolean last = unread || refusal.endsConnection();
    if ((last || lastOnConnection()) && request.version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (last) {
      link.closing();
    }
    Future<Void> written = response.end(refusal.reason() + "\n");
    if (last) {
      written.onSuccess(v -> link.closeOutput());
      UnreadBody.discardAndClose(request);
    }
  }

  /**
   * Closes the client's connection at once; in HTTP/2, its stream. In HTTP/1.0 the end of a
   * connection may be the end of a body, so there it is a reset.
   */
  public void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(INTERNAL_ERROR);
    } else {
      if (request.version() == HttpVersion.HTTP_1_0) {
        link.reset();
      }
      request.connection().close();
    }
  }
}
