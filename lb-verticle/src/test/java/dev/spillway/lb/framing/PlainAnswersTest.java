package dev.spillway.lb.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that are decoded in one step are the same as those that the scanner and Netty's decoder
 * read: an answer that comes octet by octet is never decoded in one step.
 */
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
final class PlainAnswersTest {
  private static final int HEAD_LIMIT = 8192;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final String[] STATUS_LINES = {
    "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 299 Mine", "HTTP/1.1 500 "
  };
  private static final String[] FIELDS = {
    "Server: nginx",
    "Date: Sun, 29 Nov 2026 11:00:00 GMT",
    "Date: Sun, 29 Nov 2026 11:00:01 GMT",
    "Connection: keep-alive",
    "Keep-Alive: timeout=5",
    "Content-Type: text/html",
    "Content-Type:text/plain",
    "content-type:  text/css \t",
    "X-Empty:",
    "X-Octets: \u00e9\u00ff",
    "Set-Cookie: a=" + "b".repeat(200),
    "Transfer-Encoding: chunked",
    "Sec-WebSocket-Key1: 1",
    "Content-Length: 3",
    "Odd : 1",
  };

  /** One connection to a server. */
  private static final class Connection implements AutoCloseable {
    private final StrictAnswers answers;
    private final ServerCodec codec = new ServerCodec(HEAD_LIMIT);
    private final Decoded read = new Decoded();
    private final EmbeddedChannel channel;

    Connection(KnownLines lines) {
      answers = new StrictAnswers(HEAD_LIMIT, lines);
      channel = new EmbeddedChannel(codec, read);
      channel.pipeline().addFirst(answers);
    }

    void expect(boolean head) {
      answers.expect(head);
      codec.expect(head);
    }

    void receive(byte[] octets, List<Integer> partEnds) {
      read.receive(channel, octets, partEnds);
    }

    void receive(String text) {
      byte[] octets = text.getBytes(ISO_8859_1);
      receive(octets, List.of(octets.length));
    }

    @Override
    public void close() {
      channel.close();
      assertThat(read.allReleased()).isTrue();
    }
  }

  /**
   * An answer.
   *
   * @param ending what is read of its body and trailers
   */
  private record Drawn(String text, String ending) {
    static Drawn of(Random random) {
      if (random.nextBoolean()) {
        DrawnChunks body = DrawnChunks.of(random);
        return new Drawn(
            headDrawn(random, "Transfer-Encoding: chunked") + body.text(),
            "\n" + body.data() + "\nend " + body.trailers() + "\n");
      }
      String body = DrawnChunks.octets(random);
      return new Drawn(
          headDrawn(random, "Content-Length: " + body.length()) + body, "\n" + body + "\nend []\n");
    }

    private static String headDrawn(Random random, String framing) {
      StringBuilder head = new StringBuilder(STATUS_LINES[random.nextInt(STATUS_LINES.length)]);
      int before = random.nextInt(4);
      for (int i = 0; i < 6; i++) {
        if (i == before) {
          head.append("\r\n").append(framing);
        }
        if (random.nextInt(3) != 0) {
          int usual = random.nextInt(8) == 0 ? FIELDS.length : FIELDS.length - 4;
          head.append("\r\n").append(FIELDS[random.nextInt(usual)]);
        }
      }
      return head + "\r\n\r\n";
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void areReadAsOctetByOctet(long seed) {
    Random random = new Random(seed);
    KnownLines lines = KnownLines.ofAnswers(); // of a server with several connections
    for (int n = 0; n < 20; n++) {
      try (Connection whole = new Connection(lines);
          Connection parts = new Connection(lines);
          Connection octetWise = new Connection(KnownLines.ofAnswers())) {
        for (int answer = 0; answer < 3 && !octetWise.read.refused(); answer++) {
          Drawn drawn = Drawn.of(random);
          byte[] octets = drawn.text().getBytes(ISO_8859_1);
          if (answer == 2) {
            octets = Decoded.spoilt(octets, random);
          }
          boolean head = random.nextInt(20) == 0;
          for (Connection each : List.of(whole, parts, octetWise)) {
            each.expect(head);
          }
          whole.receive(octets, List.of(octets.length));
          parts.receive(octets, Decoded.parts(octets.length, random));
          octetWise.receive(octets, Decoded.octets(octets.length));

          String text = new String(octets, ISO_8859_1);
          assertThat(whole.read.refused()).as(text).isEqualTo(octetWise.read.refused());
          assertThat(parts.read.refused()).as(text).isEqualTo(octetWise.read.refused());
          if (!octetWise.read.refused()) {
            assertThat(whole.read.all()).as(text).isEqualTo(octetWise.read.all());
            assertThat(parts.read.all()).as(text).isEqualTo(octetWise.read.all());
            if (answer < 2 && !head) {
              assertThat(octetWise.read.all()).endsWith(drawn.ending());
            }
          }
        }
      }
    }
  }

  @Test
  void aBodyThatComesLaterEndsWhereItsLengthSays() {
    try (Connection connection = new Connection(KnownLines.ofAnswers())) {
      connection.expect(false);
      connection.receive("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
      assertThat(connection.read.ends()).isZero();
      connection.receive("one");
      assertThat(connection.read.ends()).isZero();
      connection.receive("two");
      assertThat(connection.read.ends()).isEqualTo(1);
      assertThat(connection.read.all()).contains("onetwo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OK + "!", OK + OK})
  void whatFollowsABodyUnaskedIsRefused(String answer) {
    try (Connection connection = new Connection(KnownLines.ofAnswers())) {
      connection.expect(false);
      connection.receive(answer);
      assertThat(connection.read.refused()).isTrue();
      assertThat(connection.channel.isOpen()).isFalse();
    }
  }

  @Test
  void whatFollowsABodyUnaskedInALaterReadIsRefused() {
    try (Connection connection = new Connection(KnownLines.ofAnswers())) {
      connection.expect(false);
      connection.receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
      connection.receive("k!");
      assertThat(connection.read.refused()).isTrue();
      assertThat(connection.read.ends()).isZero();
      assertThat(connection.channel.isOpen()).isFalse();
    }
  }

  @Test
  void anAnswerThatNobodyAskedForIsRefused() {
    try (Connection connection = new Connection(KnownLines.ofAnswers())) {
      connection.expect(false);
      connection.receive(OK);
      connection.receive(OK);
      assertThat(connection.read.refused()).isTrue();
      assertThat(connection.read.ends()).isEqualTo(1);
    }
  }

  @Test
  void aHeadAboveTheLimitIsRefused() {
    try (Connection connection = new Connection(KnownLines.ofAnswers())) {
      connection.expect(false);
      connection.receive(
          "HTTP/1.1 200 OK\r\nA: " + "a".repeat(HEAD_LIMIT) + "\r\nContent-Length: 0\r\n\r\n");
      assertThat(connection.read.refused()).isTrue();
    }
  }

  @Test
  void aLineIsDecodedOnce() {
    KnownLines lines = KnownLines.ofAnswers();
    byte[] head = "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
    HttpResponse first = new PlainAnswers(lines, HEAD_LIMIT).read(head, 0, head.length).message();
    HttpResponse second = new PlainAnswers(lines, HEAD_LIMIT).read(head, 0, head.length).message();

    assertThat(second.status()).isSameAs(first.status());
    assertThat(second.headers()).isNotSameAs(first.headers());
    assertThat(second.headers().iteratorCharSequence().next().getKey())
        .isSameAs(first.headers().iteratorCharSequence().next().getKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200  OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n folded: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u0000\r\nContent-Length: 0\r\n\r\n",
      })
  void whatIsSpecialIsNotPlain(String head) {
    byte[] octets = head.getBytes(ISO_8859_1);
    assertThat(new PlainAnswers(KnownLines.ofAnswers(), HEAD_LIMIT).read(octets, 0, octets.length))
        .isNull();
  }
}
