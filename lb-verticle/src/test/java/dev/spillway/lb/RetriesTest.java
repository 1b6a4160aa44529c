package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerSuspected;
import dev.spillway.redis.FreePorts;
import dev.spillway.test.RealRedis;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which requests go to another server when the first fails, and which never do. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class RetriesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String OTHER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nxx";

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

  /**
   * Answers the first request of each connection, and closes it when it has the head of another.
   */
  private RawServer closingAtTheSecond(AtomicInteger requests) {
    return open(
        new RawServer(
            connection -> {
              connection.head();
              requests.incrementAndGet();
              connection.send(OK);
              connection.head();
              requests.incrementAndGet();
            }));
  }

  private RawClient client(RealRedis.Server redis, String settings, String... urls) {
    gateway = open(TestGateway.start(redis, "", settings, urls));
    return open(gateway.connect());
  }

  /** The first request, after which the gateway keeps a connection to the first server. */
  private static RawClient warmedUp(RawClient client) {
    client.send(GET).upTo("\r\n\r\nok");
    return client;
  }

  @Test
  void anIdempotentRequestOnAKeptConnectionGoesToAnotherServer(RealRedis.Server redis) {
    AtomicInteger requests = new AtomicInteger();
    RawServer other = open(RawServer.answering(OTHER));
    RawClient client =
        client(redis, "balance: first", closingAtTheSecond(requests).url(), other.url());

    warmedUp(client).send(GET);

    assertThat(client.upTo("\r\n\r\nxx")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(requests).hasValue(2);
    assertThat(other.accepted()).isEqualTo(1);
    warmedUp(client); // and the first server is not set aside for it
  }

  @Test
  void theOnlyServerIsAskedAgain(RealRedis.Server redis) {
    AtomicInteger requests = new AtomicInteger();
    RawClient client = client(redis, "", closingAtTheSecond(requests).url());

    warmedUp(client).send(GET);

    assertThat(client.upTo("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(requests).hasValue(3);
  }

  @Test
  void aRequestThatChangesSomethingIsSentAgainOnlyIfNothingOfItsBodyWas(RealRedis.Server redis) {
    CountDownLatch close = new CountDownLatch(1);
    RawServer closing =
        open(
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(OK);
                  try {
                    close.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    RawServer other =
        open(
            new RawServer(
                connection -> {
                  connection.upTo("\r\n\r\nab");
                  connection.send(OTHER);
                  connection.untilClosed();
                }));
    RawClient client = client(redis, "balance: first", closing.url(), other.url());

    warmedUp(client).send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
    until("it is on its way", () -> gateway.inFlight() == 1);
    close.countDown();
    until("the other has a connection", () -> other.accepted() == 1);
    client.send("ab");

    assertThat(client.upTo("\r\n\r\nxx")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void aRequestThatChangesSomethingIsNotSentAgainWithABodyThatHasBegun(RealRedis.Server redis) {
    RawServer other = open(RawServer.answering(OTHER));
    RawServer closing =
        open(
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(OK);
                  connection.upTo("\r\n\r\nab");
                }));
    RawClient client = client(redis, "balance: first", closing.url(), other.url());

    warmedUp(client).send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab");

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(other.accepted()).isZero();
  }

  @Test
  void aRequestThatChangesSomethingWithoutABodyIsNotSentAgain(RealRedis.Server redis) {
    RawServer other = open(RawServer.answering(OTHER));
    RawClient client =
        client(redis, "balance: first", closingAtTheSecond(new AtomicInteger()).url(), other.url());

    warmedUp(client).send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(other.accepted()).isZero();
  }

  @Test
  void withoutABudgetNothingGoesToAnotherServer(RealRedis.Server redis) throws Exception {
    RawServer other = open(RawServer.answering(OTHER));
    String settings = "balance: first, faults: { retries: 0 }";
    RawClient client = client(redis, settings, deadUrl(), other.url());

    client.send(GET);

    assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    assertThat(other.accepted()).isZero();
  }

  private static String deadUrl() {
    return "http://127.0.0.1:" + FreePorts.one();
  }

  @Test
  void aServerThatFailsInARowIsSetAsideAndTheWorkerIsTold(RealRedis.Server redis) throws Exception {
    RawServer failing = open(new RawServer(RawServer.Connection::head));
    RawServer other = open(RawServer.answering(OTHER));
    RawClient client =
        client(
            redis,
            "balance: first, faults: { failures: 3, aside: 10m }",
            failing.url(),
            other.url());
    BlockingQueue<ServerSuspected> suspected = new LinkedBlockingQueue<>();
    gateway
        .vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.SERVER_SUSPECTED, m -> suspected.add(ServerSuspected.fromJson(m.body())));

    for (int i = 0; i < 3; i++) {
      client.send(GET);
      assertThat(client.head()).startsWith("HTTP/1.1 502 ");
      client.upTo("\n");
    }
    client.send(GET);

    assertThat(client.upTo("\r\n\r\nxx")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(suspected.poll(60, TimeUnit.SECONDS).url()).isEqualTo(failing.url());
    assertThat(failing.accepted()).isEqualTo(3);
  }
}
