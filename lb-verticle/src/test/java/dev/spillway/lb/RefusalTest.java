package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.lb.framing.MessageFault;
import dev.spillway.test.RealRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gateway answers itself. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class RefusalTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestGateway gateway;

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

  private RawClient client(
      RealRedis.Server redis, String gatewaySettings, String poolSettings, String... urls) {
    gateway = open(TestGateway.start(redis, gatewaySettings, poolSettings, urls));
    return open(gateway.connect());
  }

  private RawServer mute() {
    return open(new RawServer(RawServer.Connection::untilClosed));
  }

  @Test
  void requestOfNoPoolIsNotFound(RealRedis.Server redis) {
    RawClient client = client(redis, "", "match: { host: only.example.org, path: /app }");

    client.send("GET /app HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head())
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("Content-Type: text/plain");
    assertThat(client.upTo("\n")).isEqualTo("no pool takes requests for this host and path\n");
    client.send("GET /apple HTTP/1.1\r\nHost: only.example.org\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void requestThatFindsTheQueueFullIsUnavailable(RealRedis.Server redis) {
    RawClient first = client(redis, "", "max-requests: 1, queue: { max-length: 1 }", mute().url());
    first.send(GET);
    until("one is in flight", () -> gateway.inFlight() == 1);
    open(gateway.connect()).send(GET);
    until("one waits", () -> gateway.waiting() == 1);
    RawClient third = open(gateway.connect());

    third.send(GET);

    assertThat(third.head()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 1\r\n");
    assertThat(third.upTo("\n")).contains("queue");
  }

  @Test
  void requestThatWaitsTooLongIsUnavailable(RealRedis.Server redis) {
    RawClient client = client(redis, "", "queue: { timeout: 100ms }");

    client.send(GET);

    assertThat(client.head())
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("Retry-After: 1\r\n");
    assertThat(client.upTo("\n")).contains("no server became free in time");
  }

  @Test
  void requestIsRefusedWhileRedisIsAwayIfSoConfigured(RealRedis.Server redis) {
    gateway = open(TestGateway.rejectingWithoutRedis(redis, open(RawServer.answering(OK)).url()));
    RawClient client = open(gateway.connect());
    client.send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200 ");

    redis.stop();
    until(
        "the outage is noticed",
        () -> {
          client.send(GET);
          String head = client.head();
          if (head.startsWith("HTTP/1.1 503 ")) {
            assertThat(client.upTo("\n")).contains("shared state can't be reached");
            assertThat(head).containsIgnoringCase("Retry-After: 5\r\n");
            return true;
          }
          return false;
        });
  }

  @Test
  void tooLongTargetIsRefused(RealRedis.Server redis) {
    RawClient client = client(redis, "limits: { uri: 300B }", "");

    client.send("GET /" + "x".repeat(400) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).matches("(?s)HTTP/1\\.[01] 414 .*");
    assertThat(client.rest()).isEqualTo("the request target is longer than it may be\n");
  }

  @Test
  void tooLongFieldsAreRefused(RealRedis.Server redis) {
    RawClient client = client(redis, "limits: { head: 1KB }", "");

    client.send("GET / HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(2000) + "\r\n\r\n");

    assertThat(client.head()).matches("(?s)HTTP/1\\.[01] 431 .*");
    assertThat(client.rest()).isEqualTo("the header fields are longer than they may be\n");
  }

  @Test
  void announcedTooLongBodyIsRefusedBeforeItIsSent(RealRedis.Server redis) {
    RawClient client = client(redis, "limits: { body: 10B }", "");

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 413 ").contains("onnection: close");
    assertThat(client.upTo("\n")).contains("longer than the 10 bytes");
  }

  @Test
  void chunkedBodyIsRefusedWhenItGetsTooLong(RealRedis.Server redis) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    RawServer mute =
        open(
            new RawServer(
                connection -> {
                  connection.upTo("abcdef");
                  begun.countDown();
                  connection.untilClosed();
                }));
    RawClient client = client(redis, "limits: { body: 10B }", "", mute.url());

    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n");
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    client.send("6\r\nabcdef\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 413 ");
    gateway.untilQuiet();
    until("the server's connection is closed", () -> mute.open() == 0);
  }

  @Test
  void chunkedBodyThatIsTooLongAtOnceIsNotForwarded(RealRedis.Server redis) {
    RawServer mute = mute();
    RawClient client = client(redis, "limits: { body: 10B }", "", mute.url());

    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "6\r\nabcdef\r\n6\r\nabcdef\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 413 ");
    gateway.untilQuiet();
  }

  @Test
  void bodyThatStopsComingIsATimeout(RealRedis.Server redis) {
    RawClient client = client(redis, "timeouts: { body: 100ms }", "", mute().url());

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nabc");

    assertThat(client.head()).startsWith("HTTP/1.1 408 ");
    assertThat(client.upTo("\n")).contains("nothing more of the request body");
    gateway.untilQuiet();
  }

  @Test
  void silentConnectionIsClosed(RealRedis.Server redis) {
    RawClient client = client(redis, "timeouts: { head: 100ms }", "");

    assertThat(client.rest()).isEmpty();
  }

  @Test
  void idleConnectionIsClosedButNotOneWhoseRequestIsServed(RealRedis.Server redis) {
    RawServer answering = open(RawServer.answering(OK));
    RawClient client = client(redis, "timeouts: { idle: 200ms }", "", answering.url());

    client.send(GET);
    client.head();

    assertThat(client.rest()).isEmpty();
    until("it is not counted any more", () -> gateway.openConnections() == 0);
  }

  @Test
  void connectionBeyondTheLimitIsTurnedAway(RealRedis.Server redis) {
    RawClient first =
        client(redis, "limits: { connections: 1 }", "", open(RawServer.answering(OK)).url());
    first.send(GET);
    first.head();

    try (RawClient second = gateway.connect()) {
      assertThat(second.rest()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
    }
    first.send(GET);
    assertThat(first.head()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void connectIsNotServed(RealRedis.Server redis) {
    RawClient client = client(redis, "", "");

    client.send("CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 501 ");
  }

  @Test
  void traceIsNotAllowed(RealRedis.Server redis) {
    RawClient client = client(redis, "", "");

    client.send("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head())
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nAllow: GET, HEAD, ");
  }

  @Test
  void connectionBeyondThoseOfOneClientIsTurnedAway(RealRedis.Server redis) {
    RawClient first =
        client(
            redis,
            "limits: { connections-per-client: 1 }",
            "",
            open(RawServer.answering(OK)).url());
    first.send(GET);
    first.head();

    try (RawClient second = gateway.connect()) {
      assertThat(second.rest()).startsWith("HTTP/1.1 429 ").contains("Connection: close");
    }
    first.send(GET);
    assertThat(first.head()).startsWith("HTTP/1.1 200 ");
    first.close();
    until("nobody is counted any more", () -> gateway.gateway.connectionCounts().clients() == 0);
  }

  @Test
  void headThatTricklesInTimesOutAsAWhole(RealRedis.Server redis) throws Exception {
    RawClient client =
        client(redis, "timeouts: { head: 300ms }", "", open(RawServer.answering(OK)).url());
    client.send(GET);
    client.head();
    Thread trickle =
        new Thread(
            () -> {
              try {
                client.send("GET / HTTP/1.1\r\nA: ");
                while (true) {
                  client.send("x");
                  Thread.sleep(20); // the client is slow: that is what is tested
                }
              } catch (java.io.UncheckedIOException | InterruptedException e) {
                // closed, as it should be
              }
            });
    trickle.start();

    assertThat(client.head())
        .startsWith("HTTP/1.1 408 ")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    assertThat(client.upTo("\n")).contains("the head of the request took longer");
    trickle.join();
  }

  @Test
  void bodyThatTricklesInTimesOutAsWell(RealRedis.Server redis) throws Exception {
    RawClient client = client(redis, "timeouts: { body: 300ms }", "", mute().url());
    Thread trickle =
        new Thread(
            () -> {
              try {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
                while (true) {
                  client.send("x");
                  Thread.sleep(20); // the client is slow: that is what is tested
                }
              } catch (java.io.UncheckedIOException | InterruptedException e) {
                // closed, as it should be
              }
            });
    trickle.start();

    assertThat(client.head()).startsWith("HTTP/1.1 408 ");
    trickle.join();
  }

  @Test
  void refusedRequestsAreCountedByTheirReason(RealRedis.Server redis) {
    RawClient client = client(redis, "", "");

    client.send("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + GET);

    assertThat(client.head()).startsWith("HTTP/1.1 400 ");
    assertThat(client.upTo("\n")).contains("several Host fields");
    assertThat(client.rest()).isEmpty(); // what came behind it is not served
    assertThat(gateway.gateway.invalidRequests().of(MessageFault.SEVERAL_HOSTS)).isEqualTo(1);
  }
}
