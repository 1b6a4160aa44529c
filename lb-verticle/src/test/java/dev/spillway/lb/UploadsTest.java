package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import dev.spillway.test.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of all kinds reach a server as they were sent, whatever they have to wait for. */
@ExtendWith(RealRedis.class)
class UploadsTest {
  private static final int[] SIZES = {
    1, 100, 511, 512, 1000, 4096, 4097, 16_384, 65_535, 65_536, 200_000, 1 << 20
  };
  private static final int CLIENTS = 8;
  private static final int BODIES_OF_EACH = 12;

  private static String describe(byte[] body) {
    CRC32 sum = new CRC32();
    sum.update(body);
    return body.length + " octets, CRC " + sum.getValue();
  }

  /** Answers what it received. */
  private static void receive(RawServer.Connection connection) throws IOException {
    while (connection.hasMore()) {
      String head = connection.head();
      int at = head.indexOf("ontent-Length: ");
      byte[] body =
          at < 0
              ? chunks(connection)
              : octets(
                  connection.bytes(
                      Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)))));
      String answer = describe(body);
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(answer.length(), answer));
    }
  }

  private static byte[] chunks(RawServer.Connection connection) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size;
    do {
      size = Integer.parseInt(connection.upTo("\r\n").strip(), 16);
      body.writeBytes(octets(connection.bytes(size)));
      assertThat(connection.upTo("\r\n")).isEqualTo("\r\n");
    } while (size > 0);
    return body.toByteArray();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static LongStream seeds() {
    return Seeds.ten().limit(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bodiesArriveAsTheyWereSent(long seed, RealRedis.Server redis) throws Exception {
    Random random = new Random(seed);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (RawServer server = new RawServer(UploadsTest::receive);
        TestGateway gateway =
            TestGateway.start(
                redis, "", "max-requests: " + (1 + random.nextInt(4)), server.url())) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long own = random.nextLong();
        ends.add(clients.submit(() -> upload(gateway, new Random(own))));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      gateway.untilQuiet();
    } finally {
      clients.shutdownNow();
    }
  }

  private static void upload(TestGateway gateway, Random random) {
    try (RawClient client = gateway.connect()) {
      Deque<String> expected = new ArrayDeque<>();
      ByteArrayOutputStream pipelined = new ByteArrayOutputStream();
      for (int i = 0; i < BODIES_OF_EACH; i++) {
        byte[] body = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(body);
        expected.add(describe(body));
        pipelined.writeBytes(request(body, random));
        if (random.nextInt(3) == 0 && pipelined.size() < 400_000) {
          continue; // the next is sent before this is answered
        }
        sendInSlices(client, pipelined.toByteArray(), random);
        pipelined.reset();
        while (!expected.isEmpty()) {
          assertAnswered(client, expected.poll());
        }
      }
    }
  }

  private static byte[] request(byte[] body, Random random) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(octets("POST / HTTP/1.1\r\nHost: x\r\n"));
    if (random.nextBoolean()) {
      request.writeBytes(octets("Content-Length: %d\r\n\r\n".formatted(body.length)));
      request.writeBytes(body);
      return request.toByteArray();
    }
    request.writeBytes(octets("Transfer-Encoding: chunked\r\n\r\n"));
    for (int at = 0; at < body.length; ) {
      int size = 1 + random.nextInt(body.length - at);
      request.writeBytes(octets("%x\r\n".formatted(size)));
      request.write(body, at, size);
      request.writeBytes(octets("\r\n"));
      at += size;
    }
    request.writeBytes(octets("0\r\n\r\n"));
    return request.toByteArray();
  }

  private static void sendInSlices(RawClient client, byte[] octets, Random random) {
    for (int at = 0; at < octets.length; ) {
      int size =
          Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 300_000 : 3_000));
      client.send(Arrays.copyOfRange(octets, at, at + size));
      at += size;
    }
  }

  private static void assertAnswered(RawClient client, String expected) {
    String head = client.head();
    assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.bytes(expected.length())).isEqualTo(expected);
  }
}
