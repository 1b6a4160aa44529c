package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switching to another protocol (RFC 9110 §7.8), byte for byte. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class UpgradeTest {
  private static final String ASK =
      "GET /chat?a=1 HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: Echo/1\r\n"
          + "Sec-Own: 1\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\nX-Own: 2\r\n"
          + "\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestGateway gateway;
  private RawServer server;

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private RawClient client(RealRedis.Server redis, String poolSettings, RawServer.Script script) {
    server =
        open(
            new RawServer(
                connection -> {
                  while (connection.hasMore()) {
                    heads.add(connection.head());
                    script.run(connection);
                  }
                }));
    gateway = open(TestGateway.start(redis, "", poolSettings, server.url()));
    return open(gateway.connect());
  }

  /** Sends back what it gets, up to its end. */
  private static void echo(RawServer.Connection connection) throws IOException {
    byte[] part = new byte[8192];
    for (int length = 0; length >= 0; length = connection.socket().getInputStream().read(part)) {
      connection.socket().getOutputStream().write(part, 0, length);
    }
  }

  private static void switchAndEcho(RawServer.Connection connection) throws IOException {
    connection.send(SWITCH);
    echo(connection);
  }

  @Test
  void switchIsPassedOnWithItsFieldsAndBytesFlowBothWays(RealRedis.Server redis) {
    RawClient client = client(redis, "", UpgradeTest::switchAndEcho);

    client.send(ASK);

    assertThat(client.head())
        .isEqualTo(
            "HTTP/1.1 101 Switching Protocols\r\nX-Own: 2\r\nConnection: Upgrade\r\n"
                + "Upgrade: echo/1\r\nVia: 1.1 spillway\r\n\r\n");
    assertThat(heads.poll())
        .startsWith("GET /chat?a=1 HTTP/1.1\r\nHost: x\r\nSec-Own: 1\r\n")
        .contains("Connection: Upgrade\r\n", "Upgrade: Echo/1\r\n")
        .doesNotContain("keep-alive");
    client.send("\u0000any\u00ff bytes\r\n\r\n");
    assertThat(client.bytes(15)).isEqualTo("\u0000any\u00ff bytes\r\n\r\n".substring(0, 15));
    assertThat(gateway.inFlight()).isEqualTo(1);
    client.close();
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
    until("the server's connection is closed", () -> server.open() == 0);
  }

  @Test
  void whatFollowsTheRequestAtOnceGoesThroughTheTunnel(RealRedis.Server redis) {
    RawClient client = client(redis, "", UpgradeTest::switchAndEcho);
    String early = "GET /not-a-request HTTP/1.1\r\n\r\n" + "x".repeat(100_000);

    client.send(ASK + early);

    assertThat(client.head()).startsWith("HTTP/1.1 101 ");
    assertThat(client.bytes(early.length())).isEqualTo(early);
    client.send("later");
    assertThat(client.bytes(5)).isEqualTo("later");
  }

  @Test
  void whatComesWithTheSwitchReachesTheClient(RealRedis.Server redis) {
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              connection.send(SWITCH + "first words\r\n" + "y".repeat(100_000));
              echo(connection);
            });

    client.send(ASK);

    client.head();
    assertThat(client.bytes(13)).isEqualTo("first words\r\n");
    assertThat(client.bytes(100_000)).isEqualTo("y".repeat(100_000));
    client.send("!");
    assertThat(client.bytes(1)).isEqualTo("!");
  }

  @Test
  void clientsEndIsPassedOnAndTheServersLastBytesStillArrive(RealRedis.Server redis)
      throws Exception {
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              connection.send(SWITCH);
              connection.untilClosed();
              connection.send("last words " + "z".repeat(300_000));
            });
    client.send(ASK);
    client.head();

    client.send("bye");
    client.socket().shutdownOutput();

    assertThat(client.rest()).isEqualTo("last words " + "z".repeat(300_000));
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void serversEndIsPassedOnAndTheClientsLastBytesStillArrive(RealRedis.Server redis)
      throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    CountDownLatch over = new CountDownLatch(1);
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              connection.send(SWITCH + "bye");
              connection.socket().shutdownOutput();
              received.add(connection.bytes(300_010));
              over.countDown();
            });
    client.send(ASK);
    client.head();
    assertThat(client.rest()).isEqualTo("bye");

    client.send("last words" + "z".repeat(300_000));
    client.socket().shutdownOutput();

    over.await();
    assertThat(received.poll()).isEqualTo("last words" + "z".repeat(300_000));
    gateway.untilQuiet();
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void serversDeathClosesTheClientsConnection(RealRedis.Server redis) {
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              connection.send(SWITCH);
              connection.socket().setSoLinger(true, 0);
              connection.socket().close();
            });
    client.send(ASK);
    client.head();

    assertThat(client.rest()).isEmpty();
    gateway.untilQuiet();
  }

  @Test
  void neitherSideIsReadFasterThanTheOtherTakes(RealRedis.Server redis) throws Exception {
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              connection.send(SWITCH);
              connection.socket().setSoTimeout(60_000);
              untilClosedSilently();
            });
    client.send(ASK);
    client.head();
    long bound = 64L * 1024 * 1024;

    long sent = RawWriter.untilItBlocks(client.socket(), bound);

    assertThat(sent).as("bytes that found room on the way").isLessThan(bound);
    client.close();
    server.close();
  }

  private void untilClosedSilently() {
    until("the test is over", () -> server.open() == 0);
  }

  @Test
  void serverMayRefuseToSwitch(RealRedis.Server redis) {
    RawClient client = client(redis, "", connection -> connection.send(OK));

    client.send(ASK);

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.bytes(2)).isEqualTo("ok");
    client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.bytes(2)).isEqualTo("ok");
    gateway.untilQuiet();
  }

  @Test
  void pipelinedRequestAfterARefusedSwitchIsServed(RealRedis.Server redis) {
    RawClient client = client(redis, "", connection -> connection.send(OK));

    client.send(ASK + "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");

    for (int i = 0; i < 3; i++) {
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.bytes(2)).isEqualTo("ok");
    }
    assertThat(heads).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\nHost: x\r\nConnection: upgrade, keep-alive\r\nUpgrade: echo/1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: echo/1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void upgradeThatIsNotToBePassedOnIsIgnored(String request, RealRedis.Server redis) {
    RawClient client =
        client(
            redis,
            "",
            connection -> {
              if (heads.peek().contains("ransfer-")) {
                connection.upTo("0\r\n\r\n");
              }
              connection.send(OK);
            });

    client.send(request);

    assertThat(client.head()).contains(" 200 OK\r\n");
    assertThat(heads.poll()).doesNotContainIgnoringCase("upgrade", "http2-settings");
  }

  @Test
  void onlyOtherProtocolsThanOursArePassedOn(RealRedis.Server redis) {
    RawClient client = client(redis, "", connection -> connection.send(OK));

    client.send(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c, websocket\r\n\r\n");

    client.head();
    assertThat(heads.poll()).contains("Upgrade: websocket\r\n").doesNotContain("h2c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n"
      })
  void switchToWhatWasNotAskedForIsABadGateway(String response, RealRedis.Server redis) {
    RawClient client = client(redis, "", connection -> connection.send(response));

    client.send(ASK);

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    gateway.untilQuiet();
    until("the server's connection is closed", () -> server.open() == 0);
  }

  @Test
  void tunnelIsCutByNoLimitOfRequests(RealRedis.Server redis) {
    RawClient client =
        client(
            redis,
            "timeouts: { response: 100ms, idle: 100ms, request: 150ms, tunnel: none }",
            UpgradeTest::switchAndEcho);
    client.send(ASK);
    client.head();

    await(gateway.vertx.timer(600, TimeUnit.MILLISECONDS));

    client.send("still here");
    assertThat(client.bytes(10)).isEqualTo("still here");
  }

  @Test
  void tunnelInWhichNothingMovesIsClosed(RealRedis.Server redis) {
    RawClient client = client(redis, "timeouts: { tunnel: 200ms }", UpgradeTest::switchAndEcho);
    client.send(ASK);
    client.head();

    assertThat(client.rest()).isEmpty();
    gateway.untilQuiet();
    until("the server's connection is closed", () -> server.open() == 0);
  }

  @Test
  void clientThatLeavesBeforeTheSwitchFreesItsPermit(RealRedis.Server redis) {
    RawClient client = client(redis, "", RawServer.Connection::untilClosed);
    client.send(ASK + "early");
    until("the server has it", () -> server.open() == 1);

    client.close();

    gateway.untilQuiet();
    until("the server's connection is closed", () -> server.open() == 0);
    until("no client connection is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void tunnelIsGivenTheTimeOfTheShutdownAndThenClosed(RealRedis.Server redis) {
    server =
        open(
            new RawServer(
                connection -> {
                  connection.head();
                  switchAndEcho(connection);
                }));
    gateway = open(TestGateway.startWith(redis, "shutdown: { timeout: 1s }", "", server.url()));
    RawClient client = open(gateway.connect().send(ASK));
    client.head();

    Future<Void> shutdown = gateway.gateway.shutdown();

    client.send("still served");
    assertThat(client.bytes(12)).isEqualTo("still served");
    assertThat(shutdown.isComplete()).isFalse();
    assertThat(client.rest()).isEmpty();
    await(shutdown);
    until("the server's connection is closed", () -> server.open() == 0);
  }
}
