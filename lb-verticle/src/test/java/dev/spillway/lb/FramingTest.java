package dev.spillway.lb;

import static dev.spillway.lb.framing.MessageFault.*;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spillway.lb.framing.MessageFault;
import dev.spillway.test.RealRedis;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that could be understood in two ways, or in none, and those that only look like it. */
@ExtendWith(RealRedis.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class FramingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private final AtomicInteger atServer = new AtomicInteger();
  private RawServer server;
  private TestGateway gateway;

  @BeforeAll
  void start(RealRedis.Server redis) {
    server = new RawServer(this::count);
    gateway = TestGateway.start(redis, "limits: { uri: 1KB, head: 4KB }", "", server.url());
  }

  private void count(RawServer.Connection connection) throws java.io.IOException {
    while (connection.hasMore()) {
      String head = connection.head();
      if (head.contains("transfer-encoding: chunked")) {
        connection.upTo("0\r\n\r\n");
      } else if (head.contains("Content-Length: 3")) {
        connection.bytes(3);
      }
      atServer.incrementAndGet();
      connection.send(OK);
    }
  }

  @AfterAll
  void stop() {
    gateway.close();
    server.close();
  }

  private static Arguments refused(MessageFault fault, String section, String request) {
    return arguments(fault, section, request);
  }

  static Stream<Arguments> malformedHeads() {
    return Stream.of(
        refused(REQUEST_LINE, "RFC 9112 §3", "nonsense\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", "GET /\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", "GET /  HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3.2", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §3.1", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §2.3", "GET / http/1.1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §2.3", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §2.3", "GET / HTTP/1\r\nHost: x\r\n\r\n"),
        refused(REQUEST_LINE, "RFC 9112 §2.3", "GET / HTTP/1.x\r\nHost: x\r\n\r\n"),
        refused(VERSION, "RFC 9110 §15.6.6", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        refused(VERSION, "RFC 9110 §15.6.6", "GET / HTTP/0.9\r\nHost: x\r\n\r\n"),
        refused(METHOD_TOO_LONG, "RFC 9112 §3", "X".repeat(65) + " / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(TARGET_TOO_LONG, "RFC 9110 §15.5.15", "GET /" + "x".repeat(1024) + " HTTP/1.1\r\n"),
        refused(HEAD_TOO_LONG, "RFC 6585 §5", POST + "A: " + "x".repeat(4096) + "\r\n\r\n"),
        refused(HEAD_TOO_LONG, "RFC 6585 §5", POST + "A: 123456789\r\n".repeat(400) + "\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9112 §3.2", "GET /a\u0000 HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9112 §3.2", "GET /a\u007f HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9112 §2.2", "\u0000" + GET),
        refused(BARE_LF, "RFC 9112 §2.2", "GET / HTTP/1.1\nHost: x\n\n"),
        refused(BARE_LF, "RFC 9112 §2.2", "\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        refused(BARE_LF, "RFC 9112 §2.2", POST + "A: b\nContent-Length: 3\r\n\r\nabc"),
        refused(BARE_LF, "RFC 9112 §2.2", POST + "A\n: b\r\n\r\n"),
        refused(BARE_CR, "RFC 9112 §2.2", POST + "A: b\rContent-Length: 3\r\n\r\nabc"),
        refused(BARE_CR, "RFC 9112 §2.2", POST + "A: b\r\r\n\r\n"),
        refused(BARE_CR, "RFC 9112 §2.2", "GET / HTTP/1.1\rHost: x\r\n\r\n"),
        refused(BARE_CR, "RFC 9112 §2.2", POST + "\rX"),
        refused(CONTROL_CHARACTER, "RFC 9110 §5.5", POST + "A: b\u0000c\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9110 §5.5", POST + "A: b\u000bc\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9110 §5.5", POST + "A\u0000: b\r\n\r\n"),
        refused(OBSOLETE_FOLDING, "RFC 9112 §5.2", POST + "A: b\r\n c\r\n\r\n"),
        refused(OBSOLETE_FOLDING, "RFC 9112 §5.2", POST + "A: b\r\n\tc\r\n\r\n"),
        refused(OBSOLETE_FOLDING, "RFC 9112 §2.2", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        refused(SPACE_BEFORE_COLON, "RFC 9112 §5.1", POST + "Content-Length : 3\r\n\r\nabc"),
        refused(SPACE_BEFORE_COLON, "RFC 9112 §5.1", POST + "A\t: b\r\n\r\n"),
        refused(SPACE_BEFORE_COLON, "RFC 9110 §5.1", POST + "bad name: 1\r\n\r\n"),
        refused(FIELD_NAME, "RFC 9110 §5.1", POST + ": b\r\n\r\n"),
        refused(FIELD_NAME, "RFC 9110 §5.1", POST + "no colon\r\n\r\n".replace(" ", "")),
        refused(FIELD_NAME, "RFC 9110 §5.1", POST + "A(b): c\r\n\r\n"),
        refused(FIELD_NAME, "RFC 9110 §5.1", POST + "\u00e9: c\r\n\r\n"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: -1\r\n\r\n"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: +3\r\n\r\nabc"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: 0x3\r\n\r\nabc"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: 3 3\r\n\r\nabc"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: 3, 3\r\n\r\nabc"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: 3.0\r\n\r\nabc"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length:\r\n\r\n"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: 9223372036854775808\r\n\r\n"),
        refused(LENGTH, "RFC 9112 §6.3", POST + "Content-Length: " + "9".repeat(70) + "\r\n\r\n"),
        refused(NEARLY_LENGTH, "RFC 9112 §6.3", POST + "Content-0ength: 3\r\n\r\n" + GET),
        refused(
            NEARLY_LENGTH,
            "RFC 9112 §6.3",
            "GET / HTTP/1.1\r\nHost: x\r\ncontent-_ength: 3\r\n\r\n"),
        refused(
            SEVERAL_LENGTHS,
            "RFC 9112 §6.3",
            POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        refused(
            SEVERAL_LENGTHS,
            "RFC 9112 §6.3",
            POST + "Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc"),
        refused(
            LENGTH_AND_CODING,
            "RFC 9112 §6.1",
            POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        refused(
            LENGTH_AND_CODING,
            "RFC 9112 §6.1",
            POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        coding(CODING, "xchunked"),
        coding(CODING, "gzip"),
        coding(CODING, "identity"),
        coding(CODING, "chunked, chunked"),
        coding(CODING, "chunked, gzip"),
        coding(CODING, "chunked\r\nTransfer-Encoding: chunked"),
        coding(CODING, "chunked\r\nTransfer-Encoding: gzip"),
        coding(CODING, "\"chunked\""),
        coding(CODING, "chunked;a=b"),
        coding(CODING, "chunked x"),
        coding(CODING, ",chunked"),
        coding(CODING, "chunked,"),
        coding(CODING, ""),
        coding(CODING, "chunked\u00a0"),
        coding(CONTROL_CHARACTER, "\u000bchunked"),
        coding(CONTROL_CHARACTER, "chunked\u0000"),
        coding(UNKNOWN_CODING, "gzip, chunked"),
        coding(UNKNOWN_CODING, "x-own , chunked"),
        refused(
            CODING_IN_HTTP_1_0,
            "RFC 9112 §6.1",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        refused(
            OBSOLETE_WEBSOCKET,
            "hixie-76",
            "GET / HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n"
                + "GET /h12"),
        refused(HOST_MISSING, "RFC 9112 §3.2", "GET / HTTP/1.1\r\n\r\n"),
        refused(SEVERAL_HOSTS, "RFC 9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        refused(SEVERAL_HOSTS, "RFC 9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        refused(SEVERAL_HOSTS, "RFC 9112 §3.2", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        host(""),
        host("a b"),
        host("a, b"),
        host("a/b"),
        host("user@a"),
        host("a:b"),
        host("a:65536"),
        host("a:-1"),
        host("a:80:80"),
        host("[::1"),
        host("[x]"),
        host("%zz"),
        host("\u00e9"),
        host("http://a"),
        refused(HOST_AND_TARGET, "RFC 9112 §3.2.2", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
        refused(HOST_AND_TARGET, "RFC 9112 §3.2.2", "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        target("nowhere"),
        target("*"),
        target("ftp://x/"),
        target("http://user@x/"),
        target("http:///"),
        target("x:80"),
        target("/#fragment"),
        target("/\u00ff"));
  }

  private static Arguments coding(MessageFault fault, String value) {
    return refused(
        fault, "RFC 9112 §6.3, §7", POST + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n");
  }

  private static Arguments host(String value) {
    return refused(HOST, "RFC 9110 §7.2", "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
  }

  private static Arguments target(String target) {
    return refused(TARGET, "RFC 9112 §3.2", "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("malformedHeads")
  void malformedHeadIsRefusedAndNeverForwarded(MessageFault fault, String section, String request) {
    assertRefused(fault, request + GET);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("malformedHeads")
  void malformedHeadIsRefusedByteByByteToo(MessageFault fault, String section, String request) {
    int before = atServer.get();
    try (RawClient client = gateway.connect()) {
      String all = request + GET;
      sendSlowly(client, all);
      assertThat(client.head()).matches("(?s)HTTP/1\\.[01] " + fault.status() + " .*");
    }
    gateway.untilQuiet();
    assertThat(atServer).hasValue(before);
  }

  /** In pieces that seldom are one segment; the gateway may close before the last. */
  private static void sendSlowly(RawClient client, String all) {
    try {
      for (int i = 0; i < all.length(); i += 7) {
        client.send(all.substring(i, Math.min(all.length(), i + 7)));
      }
    } catch (java.io.UncheckedIOException e) {
      // closed meanwhile
    }
  }

  private void assertRefused(MessageFault fault, String request) {
    int before = atServer.get();
    long counted = gateway.gateway.invalidRequests().of(fault);
    try (RawClient client = gateway.connect()) {
      client.send(request);

      assertThat(client.head())
          .matches("(?s)HTTP/1\\.[01] " + fault.status() + " .*")
          .containsIgnoringCase("\r\nConnection: close\r\n");
      assertThat(client.upTo("\n")).contains(fault.text());
      assertThat(client.rest()).isEmpty();
    }
    gateway.untilQuiet();
    assertThat(atServer).hasValue(before);
    assertThat(gateway.gateway.invalidRequests().of(fault)).isEqualTo(counted + 1);
  }

  static Stream<Arguments> malformedChunks() {
    return Stream.of(
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "x\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "-3\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "+3\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "0x3\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", " 3\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "3 \r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "3 junk\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "3_0\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "80000000\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "100000000\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "ffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "10000000000000003\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_SIZE, "RFC 9112 §7.1", "00000000000000003\r\nabc\r\n0\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9112 §7.1", "3\u0000\r\nabc\r\n0\r\n\r\n"),
        refused(BARE_LF, "RFC 9112 §2.2", "3\nabc\r\n0\r\n\r\n"),
        refused(BARE_CR, "RFC 9112 §2.2", "3\rabc\r\n0\r\n\r\n"),
        refused(BARE_LF, "RFC 9112 §7.1.1", "3;a=\"\nabc\r\n0\r\n\r\n"),
        refused(BARE_CR, "RFC 9112 §7.1.1", "3;a\rb\r\nabc\r\n0\r\n\r\n"),
        refused(CHUNK_EXTENSION, "RFC 9112 §7.1.1", "3;\r\nabc\r\n0\r\n\r\n"),
        refused(
            CHUNK_EXTENSION, "RFC 9112 §7.1.1", "3;a=" + "b".repeat(300) + "\r\nabc\r\n0\r\n\r\n"),
        refused(
            CHUNK_EXTENSION,
            "RFC 9112 §7.1.1",
            ("1;a=" + "b".repeat(200) + "\r\nx\r\n").repeat(100) + "0\r\n\r\n"),
        refused(CHUNK_END, "RFC 9112 §7.1", "3\r\nabcd\r\n0\r\n\r\n"),
        refused(CHUNK_END, "RFC 9112 §7.1", "3\r\nabc0\r\n\r\n"),
        refused(CHUNK_END, "RFC 9112 §7.1", "3\r\nabc\n0\r\n\r\n"),
        refused(CHUNK_END, "RFC 9112 §7.1", "3\r\nabc\r0\r\n\r\n"),
        refused(BARE_LF, "RFC 9112 §2.2", "0\r\nA: b\n\r\n"),
        refused(BARE_LF, "RFC 9112 §2.2", "0\r\n\n"),
        refused(OBSOLETE_FOLDING, "RFC 9112 §7.1.2", "0\r\nA: b\r\n c\r\n\r\n"),
        refused(CONTROL_CHARACTER, "RFC 9112 §7.1.2", "0\r\nA: b\u0000\r\n\r\n"),
        refused(SPACE_BEFORE_COLON, "RFC 9112 §7.1.2", "0\r\nA : b\r\n\r\n"),
        refused(HEAD_TOO_LONG, "RFC 6585 §5", "0\r\nA: " + "b".repeat(5000) + "\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("malformedChunks")
  void malformedChunksAreRefusedAndNeverForwarded(MessageFault fault, String section, String body) {
    assertRefused(fault, CHUNKED + body + GET);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("malformedChunks")
  void malformedChunksOfARequestUnderWayNeverLookWhole(
      MessageFault fault, String section, String body) {
    int before = atServer.get();
    try (RawClient client = gateway.connect()) {
      client.send(CHUNKED + "1\r\nx\r\n");
      until("it is on its way", () -> gateway.inFlight() == 1);
      client.send(body + GET);

      assertThat(client.head())
          .matches("(?s)HTTP/1\\.[01] " + fault.status() + " .*")
          .containsIgnoringCase("\r\nConnection: close\r\n");
      client.upTo("\n");
      assertThat(client.rest()).isEmpty();
    }
    gateway.untilQuiet();
    assertThat(atServer).hasValue(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "GET http://X:80/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:x\r\nA:\t b \t\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 003\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tchunked \r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0003;a;b=\"c d\"\r\nabc\r\n1 ; x\r\nd\r\n0;last\r\n\r\n"
      })
  void oddButClearRequestIsServedAndItsConnectionGoesOn(String request) {
    int before = atServer.get();
    try (RawClient client = gateway.connect()) {
      client.send(request);
      assertThat(client.head()).matches("(?s)HTTP/1\\.[01] 200 .*");
      client.send(GET);
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(atServer).hasValue(before + 2);
  }

  @Test
  void malformedRequestBehindASoundOneIsAnsweredInItsTurn() {
    try (RawClient client = gateway.connect()) {
      client.send(GET + "GET / HTTP/1.1\r\nHost : x\r\n\r\n" + GET);

      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      assertThat(client.head()).startsWith("HTTP/1.1 400 ");
      client.upTo("\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void malformedRequestWithMoreBehindItStillSeesItsAnswer() {
    try (RawClient client = gateway.connect()) {
      client.send("GET / HTTP/1.1\r\nHost : x\r\n\r\n" + "x".repeat(100_000));

      assertThat(client.head()).startsWith("HTTP/1.1 400 ");
      assertThat(client.upTo("\n")).contains("white space before the colon");
    }
  }
}
