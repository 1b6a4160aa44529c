package dev.spillway.lb.forward;

import dev.spillway.lb.forward.ResponseHead.Framing;
import dev.spillway.lb.framing.ServerFraming;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * One attempt to have one request served by one server. Ends exactly once, and then nothing of it
 * is left: no limit is watched, and the server's connection is free again or closed.
 */
final class Forwarding extends TimeLimits.Limited
    implements ServerConnections.Sender, RequestBody.Observer, ResponseBody.Observer {
  private static final Handler<Throwable> IGNORE = cause -> {};

  private final Forwarder forwarder;
  private final ClientSide client;
  private final String server;
  private final Forwarder.Outcome outcome;
  private RequestTarget target;
  private Waits waits = Waits.FOR_CONNECTION;
  private HttpClientRequest sent;
  private ServerFraming framing;
  private HttpClientResponse response;
  private RequestBody requestBody;
  private ResponseBody responseBody;
  private boolean reused;
  private boolean requestSent;
  private boolean ended;

  Forwarding(Forwarder forwarder, ClientSide client, String server, Forwarder.Outcome outcome) {
    this.forwarder = forwarder;
    this.client = client;
    this.server = server;
    this.outcome = outcome;
  }

  void start(RequestTarget target, String url) {
    if (client.aborted() != null) {
      outcome.failed(client.aborted());
      return;
    }
    ServerConnections connections = forwarder.upstream().to(url);
    this.target = target;
    client.onAbort(this::fail);
    forwarder.limits().watch(this);
    waitFor(Waits.FOR_CONNECTION);
    connections.open(client.request().method(), target.uri(), this);
  }

  /** HTTP/2 has no Upgrade field (RFC 9113 §8.6). */
  private Upgrade upgrade() {
    return forwarder.speaksHttp2() ? null : client.upgrade();
  }

  @Override
  public boolean wanted() {
    return !ended;
  }

  @Override
  public void notConnected(Throwable cause) {
    if (!ended) {
      fail(ServerFault.notConnected(server, cause, forwarder.serverTimeouts().connect()));
    }
  }

  @Override
  public void connected(HttpClientRequest request, ServerConnection connection) {
    sent = request;
    // What fails is told by the failed response; without a handler Vert.x logs it as well.
    request.exceptionHandler(IGNORE);
    framing = connection.framing();
    try {
      OutgoingHead.fill(request, framing, client, target, upgrade());
    } catch (Refusal refusal) {
      fail(refusal);
      return;
    }
    if (framing != null) {
      framing.expectAnswer(client.request().method().equals(HttpMethod.HEAD));
    }
    reused = connection.reused();
    request.earlyHintsHandler(this::passEarlyHints);
    request.response().onComplete(this::answered);
    send(request);
  }

  private void send(HttpClientRequest request) {
    if (upgrade() != null) {
      // Vert.x never counts an upgrade as sent: its connection can't be used again.
      waitFor(Waits.FOR_RESPONSE_HEAD);
      request.connect();
    } else if (client.hasBody()) {
      client.writeContinueIfExpected();
      BodySink sink = BodySink.of(request, framing);
      requestBody = new RequestBody(client.body(), sink, forwarder.bodyLimit(), this);
      requestBody.send();
    } else {
      requestSent = true;
      waitFor(Waits.FOR_RESPONSE_HEAD);
      request.end();
    }
  }

  private void answered(AsyncResult<HttpClientResponse> answer) {
    if (ended) {
      return;
    }
    if (answer.succeeded()) {
      responded(answer.result());
    } else {
      fail(ServerFault.notAnswered(server, answer.cause(), repeatable()));
    }
  }

  private void passEarlyHints(MultiMap hints) {
    if (!ended && response == null) {
      client.writeEarlyHints(hints);
    }
  }

  private void responded(HttpClientResponse head) {
    response = head;
    if (head.statusCode() == 101 && upgrade() != null && upgrade().isAnsweredBy(head.headers())) {
      switchProtocols();
      return;
    }
    if (head.statusCode() < 200) {
      fail(
          new ServerFailure(
              502, "server %s sent status %d unasked".formatted(server, head.statusCode())));
      return;
    }
    Framing end;
    try {
      end = ResponseHead.copy(head, answerFields(), framing != null, client);
    } catch (IllegalArgumentException e) {
      fail(
          new ServerFailure(
              502, "server %s sent a header field that can't be sent on".formatted(server)));
      return;
    }
    if (requestBody != null && !requestSent && head.statusCode() >= 300) {
      requestBody.release(); // it doesn't want the rest (RFC 9112 §9.3)
    }
    waitFor(Waits.FOR_RESPONSE_PART);
    responseBody =
        new ResponseBody(head, client.request(), end, framing, forwarder.loneHeads(), this);
    responseBody.start(framing == null ? Forwarding::nextTurn : framing::afterRead);
  }

  private MultiMap answerFields() {
    return framing == null ? response.headers() : framing.answerFields();
  }

  private static void nextTurn(Runnable task) {
    Vertx.currentContext().runOnContext(v -> task.run());
  }

  private void switchProtocols() {
    try {
      ResponseHead.copySwitch(response, client.request());
    } catch (IllegalArgumentException e) {
      fail(
          new Refusal(
              502, "server %s sent a header field that can't be sent on".formatted(server)));
      return;
    }
    end();
    OpenTunnel.open(forwarder, client.request(), sent.connection())
        .onComplete(outcome::served, outcome::failed);
  }

  @Override
  public void wholeBodyRead() {
    requestSent = true;
    sendTrailers();
    requestMoved(Waits.FOR_RESPONSE_HEAD);
  }

  private void sendTrailers() {
    HttpHeaders trailers = client.link().trailers();
    if (framing != null && !trailers.isEmpty()) {
      framing.endWith(TrailerFields.of(trailers));
    }
  }

  @Override
  public void requestPartAwaited() {
    if (!requestSent) {
      requestMoved(Waits.FOR_REQUEST_PART);
    }
  }

  /** Both may talk at once when an answer has begun; then a byte is as good as a part. */
  @Override
  public void somethingRead() {
    if (response != null) {
      waitFor(waits);
    }
  }

  @Override
  public void serverToTakePart() {
    if (!requestSent) {
      requestMoved(Waits.FOR_SERVER_TO_TAKE_A_PART);
    }
  }

  /** Once the answer has begun its parts are waited for, but a moving request is a sign of life. */
  private void requestMoved(Waits beforeResponse) {
    if (response == null) {
      waitFor(beforeResponse);
    } else {
      waitFor(waits);
    }
  }

  @Override
  public void tooLong() {
    client.abort(Refusal.bodyTooLong(forwarder.bodyLimit().orElse(0)));
  }

  @Override
  public void responsePartAwaited() {
    waitFor(Waits.FOR_RESPONSE_PART);
  }

  @Override
  public void clientToTakePart() {
    waitFor(Waits.FOR_CLIENT_TO_TAKE_A_PART);
  }

  private void waitFor(Waits whom) {
    if (!ended) {
      waits = whom;
      limit(allowed());
    }
  }

  private Duration allowed() {
    return waits.allowed(forwarder.serverTimeouts(), forwarder.gateway().timeouts());
  }

  @Override
  protected void expired() {
    fail(waits.tooLong(server, allowed()));
  }

  /**
   * Whether the request can and may be sent again: it went out on a kept connection, and nothing of
   * a body. A method that isn't idempotent may be only where its body shows that the server can't
   * have begun; without a body the head may have been enough.
   */
  private boolean repeatable() {
    return reused
        && (requestBody == null
            ? RequestHead.isIdempotent(client.request().method())
            : requestBody.untouched());
  }

  @Override
  public void broken(Throwable cause) {
    fail(ServerFault.brokenOff(server));
  }

  @Override
  public void wholeBodySent() {
    if (ended) {
      return;
    }
    end();
    if (!requestSent) {
      // The connection is in the middle of a request: it must not be used for another.
      Http2Server.leave(sent);
    }
    if (client.hasBody() && !client.request().isEnded()) {
      UnreadBody.discardAndKeep(client.request());
    }
    outcome.served(response.statusCode());
  }

  private void fail(Throwable cause) {
    if (ended) {
      return;
    }
    end();
    if (responseBody != null) {
      responseBody.stop();
    }
    leaveServer();
    outcome.failed(cause);
  }

  private void end() {
    ended = true;
    unwatch();
    client.nothingToUndo();
    if (requestBody != null) {
      requestBody.release();
    }
  }

  /**
   * Takes the request from the server: a connection that has carried nothing of it stays usable,
   * any other is closed. Where the head of an answer came, a reset would free the connection even
   * in the middle of the request, so it is closed outright.
   */
  private void leaveServer() {
    if (response != null) {
      response.exceptionHandler(IGNORE); // it is told already
      Http2Server.leave(sent);
    } else if (sent != null) {
      sent.reset();
    }
  }
}
