package dev.spillway.lb.forward;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.lb.framing.KnownLines;
import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.ServerConnector;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Also pins what is relied on in Vert.x' unpublished parts. */
class ServerConnectionsTest {
  private static final int HEAD_LIMIT = 16 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BlockingQueue<HttpServerRequest> received = new LinkedBlockingQueue<>();
  private final List<HttpConnection> accepted = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ServerConnections connections;

  @BeforeEach
  void start() {
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .connectionHandler(accepted::add)
                .requestHandler(received::add)
                .listen(0, "127.0.0.1"));
    connections = await(connectionsBy(new HttpClientOptions(), 1));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private Future<ServerConnections> connectionsBy(HttpClientOptions options, int room) {
    return connectionsTo(server.actualPort(), options, room);
  }

  private Future<ServerConnections> connectionsTo(int port, HttpClientOptions options, int room) {
    Promise<ServerConnections> made = Promise.promise();
    context.runOnContext(
        v ->
            made.complete(
                new ServerConnections(
                    new ServerConnector(vertx.createHttpClient(options), (ContextInternal) context),
                    new Origin("127.0.0.1", port, false),
                    connection ->
                        ServerFraming.install(connection, HEAD_LIMIT, KnownLines.ofAnswers()),
                    room)));
    return made.future();
  }

  /** Sends a request as soon as there is a connection, unless it is not wanted any more then. */
  private static final class Sending implements ServerConnections.Sender {
    /** Completes at the end of the answer. */
    final Promise<HttpClientResponse> response = Promise.promise();

    volatile boolean wanted = true;
    volatile boolean send = true;
    volatile HttpClientRequest request;

    @Override
    public boolean wanted() {
      return wanted;
    }

    @Override
    public void connected(HttpClientRequest connected, ServerConnection connection) {
      request = connected;
      if (send) {
        connected.response().compose(answer -> answer.body().map(answer)).onComplete(response);
        if (connection.framing() != null) {
          connection.framing().expectAnswer(false);
        }
        connected.end();
      } else {
        connected.reset();
        response.fail("not sent");
      }
    }

    @Override
    public void notConnected(Throwable cause) {
      response.fail(cause);
    }
  }

  private Sending begin() {
    return begin(new Sending());
  }

  private Sending begin(Sending sending) {
    context.runOnContext(v -> connections.open(HttpMethod.GET, "/", sending));
    return sending;
  }

  private HttpServerRequest atServer() {
    try {
      HttpServerRequest request = received.poll(10, TimeUnit.SECONDS);
      assertThat(request).as("a request at the server").isNotNull();
      return request;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the server answer, and waits for the end of the answer. */
  private void answer(Sending sending) {
    answerAll(List.of(sending));
  }

  /**
   * Holds all requests at the server before it answers any: one that is answered leaves its
   * connection to a request that still waits for its own. They get to the server in any order.
   */
  private void answerAll(List<Sending> sendings) {
    List<HttpServerRequest> atOnce = sendings.stream().map(sending -> atServer()).toList();
    atOnce.forEach(request -> await(request.response().end()));
    sendings.forEach(sending -> await(sending.response.future()));
  }

  private void onEventLoop(Runnable step) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          step.run();
          done.complete();
        });
    await(done.future());
  }

  @Test
  void connectionIsUsedAgain() {
    answer(begin());
    answer(begin());

    assertThat(accepted).hasSize(1);
  }

  @Test
  void requestsAtOnceHaveConnectionsOfTheirOwn() {
    Sending first = begin();
    Sending second = begin();

    answerAll(List.of(first, second));

    assertThat(accepted).hasSize(2);
  }

  @Test
  void requestThatIsNotSentLeavesItsConnectionUsable() {
    Sending unsent = new Sending();
    unsent.send = false;
    begin(unsent);
    assertThatThrownBy(() -> await(unsent.response.future())).hasMessage("not sent");

    answer(begin());

    assertThat(accepted).hasSize(1);
    assertThat(received).isEmpty();
  }

  @Test
  void connectionThatNobodyWantsAnyMoreServesTheNext() {
    Sending unwanted = new Sending();
    unwanted.wanted = false;
    begin(unwanted);

    answer(begin());

    assertThat(unwanted.request).isNull();
    assertThat(received).isEmpty();
  }

  @Test
  void resetOfASentRequestClosesItsConnection() {
    Sending sending = begin();
    HttpServerRequest request = atServer();
    Promise<Void> closed = Promise.promise();
    request.connection().closeHandler(v -> closed.complete());

    onEventLoop(() -> sending.request.reset());

    await(closed.future());
    answer(begin());
    assertThat(accepted).hasSize(2);
  }

  @Test
  void connectionThatTheServerClosedIsNotUsedAgain() {
    answer(begin());
    Promise<Void> closed = Promise.promise();
    accepted.get(0).closeHandler(v -> closed.complete());
    accepted.get(0).close();
    await(closed.future());
    until("no connection left", this::nothingIsLeft);

    answer(begin());

    assertThat(accepted).hasSize(2);
  }

  private boolean nothingIsLeft() {
    Promise<Boolean> left = Promise.promise();
    context.runOnContext(v -> left.complete(connections.closeExpired()));
    return await(left.future());
  }

  @Test
  void connectionIsKeptNoLongerThanItsServerSaid() {
    Sending sending = begin();
    HttpServerRequest request = atServer();
    await(request.response().putHeader("Keep-Alive", "timeout=1").end());
    await(sending.response.future());
    assertThat(nothingIsLeft()).isFalse();

    until("no connection left", this::nothingIsLeft);
  }

  @Test
  void refusedConnectionIsToldAndLeavesNothing() throws IOException {
    try (Socket neverListens = new Socket()) { // one that did may accept a last one as it closes
      neverListens.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      connections = await(connectionsTo(neverListens.getLocalPort(), new HttpClientOptions(), 1));

      Sending sending = begin();

      assertThatThrownBy(() -> await(sending.response.future()))
          .isInstanceOf(ConnectException.class);
      assertThat(nothingIsLeft()).isTrue();
    }
  }

  @Test
  void requestsAtOnceShareAConnectionOfHttp2() {
    connections =
        await(
            connectionsBy(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false),
                100));
    Sending first = begin();
    Sending second = begin();

    answerAll(List.of(first, second));
    answer(begin());

    assertThat(accepted).hasSize(1);
  }
}
