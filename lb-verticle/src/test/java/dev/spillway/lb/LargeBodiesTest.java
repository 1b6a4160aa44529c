package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies much larger than what may be kept of them. With {@code
 * -Dspillway.stream.bytes=10737418240} they are of 10 GB.
 */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class LargeBodiesTest {
  private static final long SIZE = Long.getLong("spillway.stream.bytes", 256L * 1024 * 1024);
  private static final long MOST_KEPT = 64L * 1024 * 1024;

  /** Far less than 400 parts. */
  private static final long MOST_LEFT = 12L * 1024 * 1024;

  private static final byte[] PART = new byte[64 * 1024];

  /** Less than is read ahead of a body; beyond that nobody would learn that the client has left. */
  private static final byte[] LITTLE = new byte[32 * 1024];

  @Test
  void largeAnswerPassesWithoutBeingKept(RealRedis.Server redis) throws Exception {
    try (RawServer server = new RawServer(LargeBodiesTest::download);
        TestGateway gateway = TestGateway.start(redis, "", "", server.url());
        RawClient client = gateway.connect()) {
      long before = used();
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      client.head();

      assertThat(readAll(client.in(), SIZE)).isEqualTo(SIZE);
      assertThat(used() - before).isLessThan(MOST_KEPT);
    }
  }

  @Test
  void largeUploadPassesWithoutBeingKept(RealRedis.Server redis) {
    try (RawServer server = new RawServer(LargeBodiesTest::upload);
        TestGateway gateway = TestGateway.start(redis, "", "", server.url());
        RawClient client = gateway.connect()) {
      long before = used();
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + SIZE + "\r\n\r\n");
      for (long sent = 0; sent < SIZE; sent += PART.length) {
        client.send(PART);
      }

      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(used() - before).isLessThan(MOST_KEPT);
    }
  }

  /** What was received for a client that left belongs to nobody, and must be given back. */
  @Test
  void memoryOfAbandonedAnswersIsGivenBack(RealRedis.Server redis) {
    try (RawServer server = new RawServer(LargeBodiesTest::download);
        TestGateway gateway = TestGateway.start(redis, "", "", server.url())) {
      abandon(gateway, 50);
      long before = PlatformDependent.usedDirectMemory();
      abandon(gateway, 400);

      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MOST_LEFT);
    }
  }

  /** While they wait for a server, and in the middle of what it takes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void memoryOfAbandonedUploadsIsGivenBack(int maxRequests, RealRedis.Server redis) {
    try (RawServer server = new RawServer(RawServer.Connection::untilClosed);
        TestGateway gateway =
            TestGateway.start(redis, "", "max-requests: " + maxRequests, server.url())) {
      abandonUploads(gateway, 50);
      long before = PlatformDependent.usedDirectMemory();
      abandonUploads(gateway, 400);

      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MOST_LEFT);
    }
  }

  private static void abandonUploads(TestGateway gateway, int clients) {
    try (RawClient first = gateway.connect()) {
      first.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
      until("it is in flight", () -> gateway.inFlight() == 1);
      for (int i = 0; i < clients; i++) {
        try (RawClient client = gateway.connect()) {
          client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + SIZE + "\r\n\r\n");
          client.send(LITTLE);
          until("it is known", () -> gateway.inFlight() + gateway.waiting() == 2);
        }
        until("it is over", () -> gateway.inFlight() + gateway.waiting() == 1);
      }
    }
    gateway.untilQuiet();
  }

  private static void abandon(TestGateway gateway, int clients) {
    for (int i = 0; i < clients; i++) {
      try (RawClient client = gateway.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
      }
    }
  }

  private static void download(RawServer.Connection connection) throws IOException {
    connection.head();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
    for (long sent = 0; sent < SIZE; sent += PART.length) {
      connection.socket().getOutputStream().write(PART);
    }
    connection.untilClosed();
  }

  private static void upload(RawServer.Connection connection) throws IOException {
    connection.head();
    if (readAll(connection.socket().getInputStream(), SIZE) == SIZE) {
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private static long readAll(InputStream in, long size) {
    byte[] into = new byte[PART.length];
    long read = 0;
    try {
      while (read < size) {
        int count = in.read(into);
        if (count < 0) {
          return read;
        }
        read += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  /** What the whole process keeps: client and server of the test as well as the gateway. */
  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + io.netty.util.internal.PlatformDependent.usedDirectMemory();
  }
}
