package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import dev.spillway.test.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests with random octets changed. Whatever reaches the server can be read in one way only, by
 * a reader that is as strict as RFC 9112, and there are as many of them as the client has answers
 * for.
 */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class MutatedRequestsTest {
  private static final int REQUESTS = 600;
  private static final int AT_ONCE = 16;
  private static final String[] SOUND = {
    "GET /a?b HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\n0\r\nT: u\r\n\r\n"
  };
  private static final String LAST = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static final String[] PIECES = {
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    " ",
    "\t",
    "\u0000",
    ":",
    ";",
    ",",
    "0",
    "5",
    "x",
    "\u00ff",
    "-",
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
    "chunked",
    "Host: y\r\n",
    "0\r\n\r\n"
  };
  private static final Pattern HEAD =
      Pattern.compile(
          "[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~\u0080-\u00ff]+ HTTP/1\\.1\r\n"
              + "(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\t -~\u0080-\u00ff]*\r\n)+\r\n");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");
  private static final Pattern CODING = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked\r\n");
  private static final Pattern ANY_FRAMING =
      Pattern.compile("(?i)\r\n(?:content-length|transfer-encoding):");
  private static final Pattern SIZE = Pattern.compile("[0-9a-f]+\r\n");

  private final AtomicInteger read = new AtomicInteger();
  private final Queue<String> ambiguous = new ConcurrentLinkedQueue<>();

  private void readStrictly(RawServer.Connection connection) throws IOException {
    while (connection.hasMore()) {
      String head = connection.head();
      if (!HEAD.matcher(head).matches() || count(ANY_FRAMING, head) > 1) {
        ambiguous.add(head);
      }
      Matcher length = LENGTH.matcher(head);
      if (length.find()) {
        connection.bytes(Integer.parseInt(length.group(1)));
      } else if (CODING.matcher(head).find()) {
        readChunks(connection);
      } else if (count(ANY_FRAMING, head) > 0) {
        ambiguous.add(head);
      }
      read.incrementAndGet();
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private void readChunks(RawServer.Connection connection) throws IOException {
    while (true) {
      String line = connection.upTo("\r\n");
      if (!SIZE.matcher(line).matches()) {
        ambiguous.add(line);
        throw new IOException(line);
      }
      int size = Integer.parseInt(line.strip(), 16);
      if (size == 0) {
        break;
      }
      String chunk = connection.bytes(size + 2);
      if (!chunk.endsWith("\r\n")) {
        ambiguous.add(line + chunk);
        throw new IOException(line);
      }
    }
    String trailer = connection.upTo("\r\n");
    while (!trailer.equals("\r\n")) {
      trailer = connection.upTo("\r\n");
    }
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }

  static LongStream seeds() {
    return Seeds.ten().limit(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatReachesTheServerCanBeReadInOneWayOnly(long seed, RealRedis.Server redis)
      throws Exception {
    RandomGenerator random = new Random(seed);
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    int answered = 0;
    try (RawServer server = new RawServer(this::readStrictly);
        TestGateway gateway =
            TestGateway.start(
                redis,
                "timeouts: { head: 200ms, body: 200ms, idle: 200ms }",
                "max-requests: 100",
                server.url())) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        String sent = mutated(random) + LAST;
        all.add(clients.submit(() -> answered(gateway, sent)));
      }
      for (Future<Integer> one : all) {
        answered += one.get();
      }
      gateway.untilQuiet();
    } finally {
      clients.shutdownNow();
    }
    assertThat(ambiguous).isEmpty();
    assertThat(read).hasValue(answered);
    assertThat(answered).isPositive();
  }

  private static String mutated(RandomGenerator random) {
    StringBuilder text = new StringBuilder(SOUND[random.nextInt(SOUND.length)]);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }

  private static int answered(TestGateway gateway, String sent) {
    try (RawClient client = gateway.connect()) {
      client.send(sent);
      return count(Pattern.compile("HTTP/1\\.[01] 200 OK\r\n"), client.rest());
    }
  }
}
