package dev.spillway.lb.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.RequestLimits;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are decoded in one step are the same as those that the scanner and Netty's decoder
 * read: a request that comes octet by octet is never decoded in one step.
 */
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
final class PlainRequestsTest {
  private static final int HEAD_LIMIT = 2_000;
  private static final int TARGET_LIMIT = 300;

  private static final String[] METHODS = {"GET", "HEAD", "DELETE", "M-SEARCH", "x".repeat(30)};
  private static final String[] TARGETS = {
    "/", "/a?b=c", "http://h/", "*", "/\u00e9", "/" + "a".repeat(TARGET_LIMIT - 1), "/#"
  };
  private static final String[] FIELDS = {
    "Host: a.example.org",
    "HOST: b",
    "User-Agent: one",
    "User-Agent: two",
    "Accept:text/html",
    "Accept: \ttext/css \t",
    "X-Empty:",
    "X-Octets: \u00e9\u00ff",
    "Cookie: a=" + "b".repeat(200),
    "Connection: close",
    "Expect: 100-continue",
    "Upgrade: websocket",
    "Connection: upgrade",
    "Content-Length: 0",
    "Content-Length: 3",
    "Transfer-Encoding: chunked",
    "Sec-WebSocket-Key1: 1",
    "Content-0ength: 3",
    "Odd : 1",
  };

  /** One client's connection. */
  private static final class Connection implements AutoCloseable, ClientFraming.Listener {
    private final Decoded read = new Decoded();
    private final List<String> told = new ArrayList<>();
    private final StrictRequestDecoder decoder;
    private final EmbeddedChannel channel;
    private MessageFault bodyFault; // null: none

    Connection(KnownLines lines) {
      RequestLimits limits =
          new RequestLimits(
              HEAD_LIMIT,
              TARGET_LIMIT,
              OptionalLong.empty(),
              OptionalInt.empty(),
              OptionalInt.empty());
      decoder = new StrictRequestDecoder(new HttpServerOptions(), limits, lines, this, null);
      channel = new EmbeddedChannel(decoder, read);
    }

    @Override
    public void headBegun() {}

    @Override
    public void bodyRefused(MessageFault fault) {
      bodyFault = fault;
      told.add("refused " + fault);
    }

    @Override
    public void trailers(long request, HttpHeaders trailers) {
      told.add(request + " " + trailers.entries());
    }

    String all() {
      return read.all() + "\n" + told + "\n" + decoder.heads() + " heads";
    }

    @Override
    public void close() {
      channel.close();
      assertThat(read.allReleased()).isTrue();
    }
  }

  private static String drawn(Random random) {
    StringBuilder head = new StringBuilder();
    head.append(METHODS[random.nextInt(random.nextInt(8) == 0 ? METHODS.length : 3)]);
    head.append(' ').append(TARGETS[random.nextInt(TARGETS.length)]).append(" HTTP/1.");
    head.append(random.nextInt(20) == 0 ? "0" : "1");
    for (int i = 0; i < 6; i++) {
      if (random.nextInt(3) != 0) {
        int usual = random.nextInt(8) == 0 ? FIELDS.length : 9;
        head.append("\r\n").append(FIELDS[random.nextInt(usual)]);
      }
    }
    String body = "";
    switch (random.nextInt(12)) {
      case 0 -> body = "abc";
      case 1 -> body = "1\r\na\r\n0\r\nT: 1\r\n\r\n";
      case 5, 6, 7 -> {
        body = DrawnChunks.of(random).text();
        head.append("\r\nTransfer-Encoding: chunked");
      }
      case 2, 3, 4 -> {
        body = "b".repeat(1 + random.nextInt(random.nextInt(8) == 0 ? 5_000 : 50));
        head.append("\r\nContent-Length: ").append(body.length());
      }
      default -> {}
    }
    return head + "\r\n\r\n" + body;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void areReadAsOctetByOctet(long seed) {
    Random random = new Random(seed);
    KnownLines lines = KnownLines.ofRequests();
    for (int n = 0; n < 20; n++) {
      try (Connection whole = new Connection(lines);
          Connection parts = new Connection(lines);
          Connection octetWise = new Connection(KnownLines.ofRequests())) {
        for (int request = 0; request < 3 && octetWise.bodyFault == null; request++) {
          String sent = drawn(random) + (random.nextInt(6) == 0 ? drawn(random) : "");
          byte[] octets = sent.getBytes(ISO_8859_1);
          if (request == 2) {
            octets = Decoded.spoilt(octets, random);
          }
          int length = octets.length;
          whole.read.receive(whole.channel, octets, List.of(length));
          parts.read.receive(parts.channel, octets, Decoded.parts(length, random));
          octetWise.read.receive(octetWise.channel, octets, Decoded.octets(length));

          String text = new String(octets, ISO_8859_1);
          if (octetWise.bodyFault == null) {
            assertThat(whole.all()).as(text).isEqualTo(octetWise.all());
            assertThat(parts.all()).as(text).isEqualTo(octetWise.all());
          } else { // of a body that came with its head, the head is refused as well
            assertThat(whole.all()).as(text).contains("refused " + octetWise.bodyFault);
            assertThat(parts.all()).as(text).contains("refused " + octetWise.bodyFault);
          }
        }
      }
    }
  }

  /**
   * A sound request with a body.
   *
   * @param read what is read of it
   */
  private record Post(String text, String read) {
    static Post of(Random random) {
      boolean plain = random.nextBoolean(); // an empty line before it makes it special
      String start = (plain ? "" : "\r\n") + "POST /" + random.nextInt(9) + " HTTP/1.1";
      if (random.nextBoolean()) {
        DrawnChunks body = DrawnChunks.of(random);
        while (("" + body.trailers()).length() > HEAD_LIMIT) {
          body = DrawnChunks.of(random);
        }
        String field = random.nextBoolean() ? "chunked" : "Chunked";
        return of(
            start, "Transfer-Encoding", field, body.text(), body.data(), "" + body.trailers());
      }
      String body = DrawnChunks.octets(random);
      return of(start, "Content-Length", "" + body.length(), body, body, "[]");
    }

    private static Post of(
        String start, String name, String value, String body, String data, String trailers) {
      return new Post(
          start + "\r\n" + name + ": " + value + "\r\n\r\n" + body,
          start.strip()
              + (" success\n" + name.toLowerCase(Locale.ROOT) + "=" + value + "\n")
              + (data + "\nend " + trailers + "\n"));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void bodiesAreReadAsTheyWereSent(long seed) {
    Random random = new Random(seed);
    List<Post> posts = Stream.generate(() -> Post.of(random)).limit(20).toList();
    byte[] octets = posts.stream().map(Post::text).collect(joining()).getBytes(ISO_8859_1);
    for (List<Integer> parts :
        List.of(
            List.of(octets.length),
            Decoded.parts(octets.length, random),
            Decoded.octets(octets.length))) {
      try (Connection connection = new Connection(KnownLines.ofRequests())) {
        connection.read.receive(connection.channel, octets, parts);

        assertThat(connection.read.all())
            .isEqualTo(posts.stream().map(Post::read).collect(joining()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n"}) // an empty line before it makes it special
  void aHeadWhoseBodyIsKnownToBeMalformedDoesNotGoOn(String before) {
    String request =
        before + "POST /there HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nx\r\n";
    byte[] octets = request.getBytes(ISO_8859_1);
    try (Connection connection = new Connection(KnownLines.ofRequests())) {
      connection.read.receive(connection.channel, octets, List.of(octets.length));

      assertThat(connection.all())
          .contains("refused " + MessageFault.CHUNK_SIZE)
          .doesNotContain("/there");
    }
  }

  static List<ByteBufAllocator> allocators() {
    return List.of(
        UnpooledByteBufAllocator.DEFAULT,
        PooledByteBufAllocator.DEFAULT,
        new AdaptiveByteBufAllocator());
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void anyNumberOfThemMayComeAtOnce(ByteBufAllocator allocator) {
    String length = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na";
    String chunks = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    String special = "GET / HTTP/1.0\r\n\r\n\r\n";
    byte[] octets = (length + chunks + special).repeat(20_000).getBytes(ISO_8859_1);
    ByteBuf in = allocator.directBuffer(octets.length).writeBytes(octets);
    try (Connection connection = new Connection(KnownLines.ofRequests())) {
      connection.channel.writeInbound(in);

      assertThat(connection.read.ends()).isEqualTo(3 * 20_000);
      assertThat(in.refCnt()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-!ype", "Xontent-Length", "Content-Lengt", "HOST"})
  void aNameThatIsNearlyAKnownOneIsAnother(String name) {
    String request = "GET / HTTP/1.1\r\nHost: a\r\n" + name + ": 3\r\n\r\n";
    byte[] octets = request.getBytes(ISO_8859_1);
    try (Connection whole = new Connection(KnownLines.ofRequests());
        Connection octetWise = new Connection(KnownLines.ofRequests())) {
      whole.read.receive(whole.channel, octets, List.of(octets.length));
      octetWise.read.receive(octetWise.channel, octets, Decoded.octets(octets.length));

      assertThat(octetWise.read.ends()).isEqualTo(1);
      assertThat(octetWise.all()).contains(name.toLowerCase(Locale.ROOT) + "=3");
      assertThat(octetWise.all()).isEqualTo(whole.all());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, -2, -1, 0, 1, 2, 3})
  void aHeadMayBeAsLongAsAllowed(int more) {
    String start = "GET / HTTP/1.1\r\nX: ";
    int countedAlready = start.length() - 2; // line ends don't count
    String head = start + "a".repeat(HEAD_LIMIT - countedAlready + more) + "\r\n\r\n";
    byte[] octets = head.getBytes(ISO_8859_1);
    try (Connection whole = new Connection(KnownLines.ofRequests());
        Connection octetWise = new Connection(KnownLines.ofRequests())) {
      whole.read.receive(whole.channel, octets, List.of(octets.length));
      octetWise.read.receive(octetWise.channel, octets, Decoded.octets(octets.length));

      assertThat(whole.all()).isEqualTo(octetWise.all());
      assertThat(whole.read.ends()).isEqualTo(more > 0 ? 0 : 1);
    }
  }

  private static PlainHead<HttpRequest> read(KnownLines lines, String text) {
    byte[] octets = text.getBytes(ISO_8859_1);
    return new PlainRequests(lines, HEAD_LIMIT, TARGET_LIMIT).read(octets, 0, octets.length);
  }

  private static Object firstName(PlainHead<HttpRequest> request) {
    return request.message().headers().iteratorCharSequence().next().getKey();
  }

  @Test
  void aLineIsDecodedOnceUnlessItIsSecret() {
    KnownLines lines = KnownLines.ofRequests();
    for (String line : List.of("Host: a", "Accept: b", "X: c", "Y: d")) {
      String text = "GET / HTTP/1.1\r\n" + line + "\r\n\r\n";
      assertThat(firstName(read(lines, text))).isSameAs(firstName(read(lines, text)));
    }
    String first = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n";
    assertThat(firstName(read(lines, first))).isSameAs(firstName(read(lines, first)));

    for (String name : List.of("Cookie", "authorization", "Proxy-Authorization", "Set-Cookie")) {
      String text = "GET / HTTP/1.1\r\n" + name + ": a\r\n\r\n";
      assertThat(firstName(read(lines, text))).isNotSameAs(firstName(read(lines, text)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Host: a               | 0",
        "Content-Length: 0     | 0",
        "content-length: 9     | 9",
        "Upgrade: websocket    | 0",
        "Transfer-Encoding: chunked | -1",
      })
  void theBodyNeedNotBeThere(String field, long length) {
    String head = "POST / HTTP/1.1\r\nX: y\r\n" + field + "\r\n\r\n";

    for (String text : List.of(head, head + "abc", head + head)) {
      PlainHead<HttpRequest> read = read(KnownLines.ofRequests(), text);

      assertThat(read.size()).isEqualTo(head.length());
      assertThat(read.bodyLength()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.2\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET /\u0000 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-0ength: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nSec-WebSocket-Key1: 1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void whatIsSpecialIsNotPlain(String request) {
    assertThat(read(KnownLines.ofRequests(), request)).isNull();
  }
}
