package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSockets of a real client to a real server (RFC 6455). */
@ExtendWith(RealRedis.class)
class WebSocketTest {
  private final Vertx vertx = Vertx.vertx();
  private final Queue<ServerWebSocket> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<Short> closeCodes = new ConcurrentLinkedQueue<>();
  private final WebSocketClient client =
      vertx.createWebSocketClient(
          new WebSocketClientOptions().setTryUsePerMessageCompression(true).setMaxConnections(100));
  private TestGateway gateway;
  private HttpServer server;

  private void start(RealRedis.Server redis, String poolSettings) {
    server =
        await(
            vertx
                .createHttpServer(
                    new HttpServerOptions().setWebSocketSubProtocols(List.of("chat", "other")))
                .webSocketHandshakeHandler(
                    handshake -> {
                      if (handshake.uri().equals("/refused")) {
                        handshake.reject(403);
                      } else {
                        handshake.accept().onSuccess(this::echo);
                      }
                    })
                .listen(0, "127.0.0.1"));
    gateway = TestGateway.start(redis, "", poolSettings, "http://127.0.0.1:" + server.actualPort());
  }

  private void echo(ServerWebSocket socket) {
    accepted.add(socket);
    socket.binaryMessageHandler(socket::writeBinaryMessage);
    socket.textMessageHandler(socket::writeTextMessage);
    socket.closeHandler(v -> closeCodes.add(socket.closeStatusCode()));
  }

  @AfterEach
  void stop() {
    gateway.close();
    await(vertx.close());
  }

  private Future<WebSocket> connect() {
    return client.connect(
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI("/socket?room=1")
            .addSubProtocol("chat"));
  }

  @Test
  void messagesAndCloseCodesPassBothWays(RealRedis.Server redis) {
    start(redis, "");
    Queue<String> texts = new ConcurrentLinkedQueue<>();
    WebSocket socket = await(connect().onSuccess(s -> s.textMessageHandler(texts::add)));

    assertThat(socket.subProtocol()).isEqualTo("chat");
    assertThat(accepted.peek().uri()).isEqualTo("/socket?room=1");
    socket.writeTextMessage("hello \u20ac");
    until("the echo is there", () -> "hello \u20ac".equals(texts.peek()));
    assertThat(gateway.inFlight()).isEqualTo(1);
    socket.close((short) 4001, "enough");
    until("the server knows why", () -> Short.valueOf((short) 4001).equals(closeCodes.peek()));
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void serversCloseReachesTheClient(RealRedis.Server redis) {
    start(redis, "");
    Promise<Short> code = Promise.promise();
    await(connect().onSuccess(s -> s.closeHandler(v -> code.complete(s.closeStatusCode()))));

    accepted.peek().close((short) 4002, "bye");

    assertThat(await(code.future())).isEqualTo((short) 4002);
    gateway.untilQuiet();
  }

  @Test
  void socketIsARequestInFlightForTheLimit(RealRedis.Server redis) {
    start(redis, "max-requests: 1, queue: { timeout: 60s }");
    WebSocket first = await(connect());

    Future<WebSocket> second = connect();

    until("the second waits", () -> gateway.waiting() == 1);
    assertThat(accepted).hasSize(1);
    first.close();
    await(second);
    assertThat(gateway.inFlight()).isEqualTo(1);
    second.result().close();
    gateway.untilQuiet();
  }

  @Test
  void refusedHandshakeIsPassedOn(RealRedis.Server redis) {
    start(redis, "");

    Future<WebSocket> refused = client.connect(gateway.port(), "127.0.0.1", "/refused");

    until("it is refused", refused::failed);
    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(403));
    gateway.untilQuiet();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void nothingIsLostOrLeftWhateverIsSentAndWhoeverCloses(long seed, RealRedis.Server redis) {
    start(redis, "max-requests: 20");
    SplittableRandom random = new SplittableRandom(seed);
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(talk(random.split()));
    }

    await(Future.all(all));

    assertThat(all).extracting(Future::result).containsOnly("all came back");
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  /** Sends messages of any size at once, and compares what comes back. */
  private Future<String> talk(SplittableRandom random) {
    return connect()
        .compose(
            socket -> {
              Promise<String> over = Promise.promise();
              int messages = random.nextInt(1, 20);
              Buffer sent = Buffer.buffer();
              Buffer received = Buffer.buffer();
              socket.binaryMessageHandler(
                  part -> {
                    received.appendBuffer(part);
                    if (received.length() == sent.length()) {
                      over.tryComplete(received.equals(sent) ? "all came back" : "mixed up");
                      socket.close();
                    }
                  });
              socket.closeHandler(v -> over.tryFail("closed early"));
              List<Buffer> parts = new ArrayList<>();
              for (int i = 0; i < messages; i++) {
                byte[] part = new byte[random.nextInt(1, random.nextBoolean() ? 100 : 60_000)];
                random.nextBytes(part);
                parts.add(Buffer.buffer(part));
                sent.appendBytes(part);
              }
              parts.forEach(socket::writeBinaryMessage);
              return over.future();
            });
  }
}
