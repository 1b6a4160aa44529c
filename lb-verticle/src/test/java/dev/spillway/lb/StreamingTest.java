package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies pass in parts, no faster than the other side takes them. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class StreamingTest {
  private static final int PART = 64 * 1024;

  /** More than the buffers of two sockets and the gateway hold together. */
  private static final long MORE_THAN_IS_BUFFERED = 64L * 1024 * 1024;

  private static final int LARGE = 16 * 1024 * 1024;

  private final List<AutoCloseable> opened = new ArrayList<>();

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

  private TestGateway gateway(RealRedis.Server redis, RawServer.Script script) {
    RawServer server = open(new RawServer(script));
    return open(TestGateway.start(redis, "", "", server.url()));
  }

  /** Waits until a counter has stood still for a good while: its writer is blocked. */
  private static void untilStill(AtomicLong counter) {
    AtomicLong last = new AtomicLong(-1);
    AtomicLong since = new AtomicLong(System.nanoTime());
    until(
        "the writer is blocked",
        () -> {
          long now = counter.get();
          if (last.getAndSet(now) != now) {
            since.set(System.nanoTime());
          }
          return now > 0 && System.nanoTime() - since.get() > 500_000_000L;
        });
  }

  @Test
  void headArrivesBeforeTheFirstByteOfTheBody(RealRedis.Server redis) {
    CountDownLatch headSeen = new CountDownLatch(1);
    TestGateway gateway =
        gateway(
            redis,
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
              await(headSeen);
              connection.send("later");
            });
    RawClient client = open(gateway.connect().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    headSeen.countDown();
    assertThat(client.bytes(5)).isEqualTo("later");
  }

  @Test
  void eachPartArrivesWhenItIsSent(RealRedis.Server redis) {
    TestGateway gateway =
        gateway(
            redis,
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (connection.hasMore()) {
                connection.send("1\r\n" + connection.upTo("\n").charAt(0) + "\r\n");
              }
            });
    RawClient client = open(gateway.connect());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");

    for (String part : List.of("a", "b", "c")) {
      client.send(part + "\n");
      assertThat(client.upTo("1\r\n" + part + "\r\n")).endsWith(part + "\r\n");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void slowClientHoldsTheServerBack(RealRedis.Server redis) throws Exception {
    long size = MORE_THAN_IS_BUFFERED * 2;
    AtomicLong written = new AtomicLong();
    String part = "x".repeat(PART);
    TestGateway gateway =
        gateway(
            redis,
            connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
              while (written.get() < size) {
                connection.send(part);
                written.addAndGet(PART);
              }
              connection.untilClosed();
            });
    RawClient client = open(new RawClient(gateway.port(), PART));
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    client.head();

    untilStill(written);

    assertThat(written.get()).isLessThan(MORE_THAN_IS_BUFFERED);
    long read = 0;
    byte[] into = new byte[PART];
    while (read < size) {
      int count = client.in().read(into);
      assertThat(count).isPositive();
      read += count;
    }
    assertThat(read).isEqualTo(size);
  }

  @Test
  void connectionOfAnAnswerThatWasHeldBackServesTheNext(RealRedis.Server redis) {
    AtomicInteger connections = new AtomicInteger();
    AtomicLong sent = new AtomicLong();
    TestGateway gateway =
        gateway(
            redis,
            connection -> {
              connections.incrementAndGet();
              while (connection.hasMore()) {
                connection.head();
                sent.set(0);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                for (; sent.get() < LARGE; sent.addAndGet(PART)) {
                  connection.socket().getOutputStream().write(new byte[PART]);
                }
              }
            });
    RawClient client = open(new RawClient(gateway.port(), PART));

    for (int request = 0; request < 3; request++) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      untilStill(sent);
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.bytes(LARGE)).hasSize(LARGE);
    }
    assertThat(connections).hasValue(1);
  }

  @Test
  void slowServerHoldsTheClientBack(RealRedis.Server redis) throws Exception {
    long size = MORE_THAN_IS_BUFFERED * 2;
    AtomicBoolean mayRead = new AtomicBoolean();
    AtomicLong read = new AtomicLong();
    TestGateway gateway =
        gateway(
            redis,
            connection -> {
              connection.socket().setReceiveBufferSize(PART);
              connection.head();
              until("the server may read", mayRead::get);
              byte[] into = new byte[PART];
              while (read.get() < size) {
                int count = connection.socket().getInputStream().read(into);
                if (count < 0) {
                  throw new IOException("ended early");
                }
                read.addAndGet(count);
              }
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            });
    RawClient client = open(gateway.connect());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
    AtomicLong sent = new AtomicLong();
    Thread sender =
        new Thread(
            () -> {
              byte[] part = new byte[PART];
              while (sent.get() < size) {
                client.send(part);
                sent.addAndGet(PART);
              }
            });
    sender.start();

    untilStill(sent);

    assertThat(sent.get()).isLessThan(MORE_THAN_IS_BUFFERED);
    mayRead.set(true);
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(read.get()).isEqualTo(size);
    sender.join();
  }
}
