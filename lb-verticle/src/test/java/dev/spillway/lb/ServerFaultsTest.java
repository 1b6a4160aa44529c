package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerSuspected;
import dev.spillway.redis.FreePorts;
import dev.spillway.test.RealRedis;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get when servers fail, and that no permit is lost by it. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class ServerFaultsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestGateway gateway;

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    gateway.untilQuiet();
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private RawServer server(RawServer.Script script) {
    return open(new RawServer(script));
  }

  private RawClient client(RealRedis.Server redis, String settings, String... urls) {
    gateway = open(TestGateway.start(redis, "", settings, urls));
    return open(gateway.connect());
  }

  /** A URL where nobody listens. */
  private static String deadUrl() {
    return "http://127.0.0.1:" + FreePorts.one();
  }

  @Test
  void requestOfARefusingServerGoesToAnotherAndTheWorkerIsTold(RealRedis.Server redis)
      throws Exception {
    String dead = deadUrl();
    RawClient client = client(redis, "balance: first", dead, open(RawServer.answering(OK)).url());
    BlockingQueue<ServerSuspected> suspected = new LinkedBlockingQueue<>();
    gateway
        .vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.SERVER_SUSPECTED, m -> suspected.add(ServerSuspected.fromJson(m.body())));

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    ServerSuspected event = suspected.poll(60, TimeUnit.SECONDS);
    assertThat(event.url()).isEqualTo(dead);
    assertThat(event.pool()).isEqualTo("web");
    assertThat(event.gateway()).isEqualTo("gateway");
  }

  @Test
  void requestOfTheOnlyServerWaitsForTheOneThatReplacesIt(RealRedis.Server redis) throws Exception {
    RawClient client = client(redis, "balance: first", deadUrl());
    BlockingQueue<ServerSuspected> suspected = new LinkedBlockingQueue<>();
    gateway
        .vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.SERVER_SUSPECTED, m -> suspected.add(ServerSuspected.fromJson(m.body())));

    client.send(GET);
    gateway.remove(suspected.poll(60, TimeUnit.SECONDS).server());
    gateway.makeReady(open(RawServer.answering(OK)).url());

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void requestIsGivenUpAfterAFewUnreachableServers(RealRedis.Server redis) throws Exception {
    RawClient client =
        client(redis, "queue: { timeout: 5s }", deadUrl(), deadUrl(), deadUrl(), deadUrl());

    client.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(client.upTo("\n")).contains("could not be reached");
  }

  @Test
  void serverThatAcceptsNoConnectionInTimeIsAGatewayTimeout(RealRedis.Server redis)
      throws Exception {
    // A full backlog: further SYNs get no answer.
    ServerSocket deaf = open(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 2; i++) {
      open(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
    }
    RawClient client =
        client(redis, "timeouts: { connect: 200ms }", "http://127.0.0.1:" + deaf.getLocalPort());

    client.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 504 ");
    assertThat(client.upTo("\n")).contains("accepted no connection within 200 ms");
  }

  @Test
  void serverThatDoesNotAnswerInTimeIsAGatewayTimeout(RealRedis.Server redis) {
    RawServer mute = server(RawServer.Connection::untilClosed);
    RawClient client = client(redis, "timeouts: { response: 100ms }", mute.url());

    client.send(GET);

    assertThat(client.head())
        .startsWith("HTTP/1.1 504 ")
        .containsIgnoringCase("Content-Type: text/plain");
    assertThat(client.upTo("\n")).contains("did not answer within 100 ms");
    until("the server's connection is closed", () -> mute.open() == 0);
  }

  @Test
  void serverThatStopsInItsAnswerHasItCut(RealRedis.Server redis) {
    RawServer stopping =
        server(
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
              connection.untilClosed();
            });
    RawClient client = client(redis, "timeouts: { idle: 100ms }", stopping.url());

    client.send(GET);

    client.head();
    assertThat(client.rest()).isEqualTo("1\r\na\r\n");
  }

  @Test
  void slowClientIsNotTakenForASilentServer(RealRedis.Server redis) throws Exception {
    int size = 20_000_000;
    String body = "x".repeat(size);
    RawServer large =
        server(
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
              connection.send(body);
              connection.untilClosed();
            });
    gateway = open(TestGateway.start(redis, "", "timeouts: { idle: 400ms }", large.url()));
    RawClient client = open(new RawClient(gateway.port(), 4096));

    client.send(GET);
    client.head();
    TimeUnit.MILLISECONDS.sleep(1_200); // the client is slow: that is what is tested

    assertThat(client.in().readNBytes(size)).hasSize(size);
  }

  @Test
  void requestThatTakesTooLongAsAWholeIsAGatewayTimeout(RealRedis.Server redis) {
    RawServer mute = server(RawServer.Connection::untilClosed);
    RawClient client = client(redis, "max-requests: 1, timeouts: { request: 200ms }", mute.url());
    RawClient waiting = open(gateway.connect());

    client.send(GET);
    waiting.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 504 ");
    assertThat(client.upTo("\n")).contains("longer than the 200 ms");
    assertThat(waiting.head()).startsWith("HTTP/1.1 504 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "nonsense\r\n\r\n",
        "HTTP/7.3 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
      })
  void unusableAnswerIsABadGateway(String answer, RealRedis.Server redis) {
    RawServer bad =
        server(
            connection -> {
              connection.head();
              connection.send(answer);
            });
    RawClient client = client(redis, "", bad.url());

    client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(client.upTo("\n")).contains("server ");
    assertThat(bad.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnonsense\r\n"
      })
  void brokenOffAnswerNeverLooksWhole(String answer, RealRedis.Server redis) {
    BlockingQueue<String> go = new LinkedBlockingQueue<>();
    RawServer dying =
        server(
            connection -> {
              connection.head();
              connection.send(answer.substring(0, answer.indexOf("abc") + 3));
              take(go);
              connection.send(answer.substring(answer.indexOf("abc") + 3));
            });
    RawClient client = client(redis, "", dying.url());

    client.send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    client.upTo("abc");
    go.add("on");

    assertThat(client.rest()).doesNotContain("0\r\n\r\n");
  }

  private static void take(BlockingQueue<String> go) {
    try {
      go.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void serverWithAnUnusableUrlIsAFailureOfTheGatewayThatKeepsNoPermit(RealRedis.Server redis) {
    RawClient client = client(redis, "", "http://no url");

    client.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
  }

  @Test
  void ownAnswerHasNothingOfTheServersHalfAnswer(RealRedis.Server redis) {
    RawServer stopping =
        server(
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 Very Well\r\nX-Of-Server: 1\r\n\r\n");
              connection.untilClosed();
            });
    RawClient client = client(redis, "timeouts: { idle: 100ms }", stopping.url());

    client.send("GET / HTTP/1.0\r\n\r\n");

    assertThat(client.head())
        .matches("(?s)HTTP/1.. 504 Gateway Timeout\r\n.*")
        .doesNotContainIgnoringCase("x-of-server");
  }

  @Test
  void idempotentRequestIsSentOnceMoreWhenItsConnectionClosedUnanswered(RealRedis.Server redis) {
    AtomicInteger requests = new AtomicInteger();
    RawServer restarting =
        server(
            connection -> {
              while (connection.hasMore()) {
                connection.head();
                if (requests.incrementAndGet() == 2) {
                  return;
                }
                connection.send(OK);
              }
            });
    RawClient client = client(redis, "", restarting.url());

    for (int i = 0; i < 3; i++) {
      client.send(GET);
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      client.bytes(2);
    }
    assertThat(requests).hasValue(4);
  }

  @Test
  void requestOnAFreshConnectionIsNotSentAgain(RealRedis.Server redis) {
    RawServer closing = server(RawServer.Connection::head);
    RawClient client = client(redis, "", closing.url());

    client.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(client.upTo("\n")).contains("closed the connection before it answered");
    assertThat(closing.accepted()).isEqualTo(1);
  }

  @Test
  void requestThatChangesSomethingIsNeverSentTwice(RealRedis.Server redis) {
    RawServer closing = server(RawServer.Connection::head);
    RawClient client = client(redis, "", closing.url());

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(closing.accepted()).isEqualTo(1);
  }

  @Test
  void connectionOfAnAnswerInTheMiddleOfItsRequestIsNotUsedAgain(RealRedis.Server redis) {
    AtomicInteger connections = new AtomicInteger();
    RawServer hasty =
        server(
            connection -> {
              connections.incrementAndGet();
              connection.head();
              connection.send("HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno");
              connection.untilClosed();
            });
    RawClient client = client(redis, "", hasty.url());

    client.send("POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc");
    assertThat(client.head()).startsWith("HTTP/1.1 413 Too Much\r\n");
    assertThat(client.bytes(2)).isEqualTo("no");
    RawClient second = open(gateway.connect());
    second.send("POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc");

    assertThat(second.head()).startsWith("HTTP/1.1 413 Too Much\r\n");
    assertThat(connections).hasValue(2);
  }

  @Test
  void anAnswerCutShortDoesNotLookWholeToAClientThatReadsToTheEnd(RealRedis.Server redis) {
    RawServer breaking =
        server(
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            });
    RawClient client = client(redis, "", breaking.url());

    client.send("GET / HTTP/1.0\r\n\r\n");

    assertThatThrownBy(() -> client.in().readAllBytes()).isInstanceOf(SocketException.class);
  }

  @Test
  void answerBeforeTheEndOfTheUploadLeavesTheClientsConnectionUsable(RealRedis.Server redis) {
    RawServer hasty =
        server(
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n");
              connection.untilClosed();
            });
    RawClient client = client(redis, "", hasty.url());

    client.send("POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
    assertThat(client.head()).startsWith("HTTP/1.1 401 Who\r\n");
    client.send("def" + GET);

    assertThat(client.head()).startsWith("HTTP/1.1 401 Who\r\n");
  }
}
