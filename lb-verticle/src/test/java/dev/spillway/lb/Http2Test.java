package dev.spillway.lb;

import static dev.spillway.lb.RawHttp2.ACK;
import static dev.spillway.lb.RawHttp2.CONTINUATION;
import static dev.spillway.lb.RawHttp2.DATA;
import static dev.spillway.lb.RawHttp2.END_HEADERS;
import static dev.spillway.lb.RawHttp2.END_STREAM;
import static dev.spillway.lb.RawHttp2.GOAWAY;
import static dev.spillway.lb.RawHttp2.HEADERS;
import static dev.spillway.lb.RawHttp2.PING;
import static dev.spillway.lb.RawHttp2.RST_STREAM;
import static dev.spillway.lb.RawHttp2.SETTINGS;
import static dev.spillway.lb.RawHttp2.WINDOW_UPDATE;
import static dev.spillway.lb.RawHttp2.block;
import static dev.spillway.lb.RawHttp2.get;
import static dev.spillway.lb.RawHttp2.request;
import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.lb.RawHttp2.Frame;
import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by prior knowledge, frame by frame (RFC 9113), to a server of HTTP/1.1. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class Http2Test {
  private static final int LAST = END_STREAM | END_HEADERS;
  private static final int PROTOCOL_ERROR = 1;

  /** SETTINGS_HEADER_TABLE_SIZE (§6.5.2), as browsers send it. */
  private static final byte[] TABLE_OF_64_KIB = {0, 1, 0, 1, 0, 0};

  /** SETTINGS_MAX_HEADER_LIST_SIZE. */
  private static final byte[] LISTS_OF_300_OCTETS = {0, 6, 0, 0, 1, 44};

  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile String response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
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

  private RawHttp2 client(RealRedis.Server redis) {
    return client(redis, "", "");
  }

  private RawHttp2 client(RealRedis.Server redis, String gatewaySettings, String poolSettings) {
    server = open(new RawServer(this::answer));
    gateway = open(TestGateway.start(redis, gatewaySettings, poolSettings, server.url()));
    return open(new RawHttp2(gateway.connect()));
  }

  private void answer(RawServer.Connection connection) throws IOException {
    while (connection.hasMore()) {
      String head = connection.head();
      if (head.contains("ransfer-")) {
        head += connection.upTo("0\r\n\r\n");
      }
      int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
      if (at >= 0) {
        head += connection.bytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at))));
      }
      heads.add(head);
      if (response == null) {
        connection.untilClosed();
      } else {
        connection.send(response);
      }
    }
  }

  private String atServer() throws InterruptedException {
    String head = heads.poll(60, TimeUnit.SECONDS);
    assertThat(head).as("a request at the server").isNotNull();
    return head;
  }

  private static String text(Frame data) {
    return new String(data.payload(), StandardCharsets.ISO_8859_1);
  }

  // What is exchanged

  @Test
  void requestBecomesOneOfHttp11AndItsAnswerComesBack(RealRedis.Server redis) throws Exception {
    RawHttp2 client = client(redis);

    client.frame(HEADERS, LAST, 1, get("/a%2Fb?c=1", "x-own", "1", "te", "trailers"));

    Frame head = client.next(HEADERS);
    assertThat(head.has(END_STREAM)).isFalse();
    assertThat(client.fields(head).entrySet())
        .startsWith(
            Map.entry(":status", "200"),
            Map.entry("content-length", "2"),
            Map.entry("via", "1.1 spillway"))
        .extracting(Map.Entry::getKey)
        .doesNotContain("connection", "transfer-encoding");
    Frame data = client.nextOf(1);
    assertThat(text(data)).isEqualTo("ok");
    assertThat(atServer())
        .startsWith("GET /a%2Fb?c=1 HTTP/1.1\r\nx-own: 1\r\n")
        .containsIgnoringCase("\r\nhost: example.org:81\r\n")
        .contains("Via: 2 spillway\r\n")
        .doesNotContainIgnoringCase("transfer-encoding", "content-length", "te:", ":authority");
    gateway.untilQuiet();
  }

  @Test
  void cookiesAreJoined(RealRedis.Server redis) throws Exception {
    RawHttp2 client = client(redis);

    client.frame(
        HEADERS, LAST, 1, get("/", "cookie", "a=1", "x", "y", "cookie", "b=2", "cookie", "c=3"));

    client.next(HEADERS);
    assertThat(atServer()).containsIgnoringCase("\r\ncookie: a=1; b=2; c=3\r\n"); // §8.2.3
  }

  @Test
  void hostStandsInForAMissingAuthority(RealRedis.Server redis) throws Exception {
    RawHttp2 client = client(redis);

    client.frame(
        HEADERS,
        LAST,
        1,
        block(":method", "GET", ":scheme", "http", ":path", "/", "host", "other.example.org"));

    client.next(HEADERS);
    assertThat(atServer()).containsIgnoringCase("\r\nhost: other.example.org\r\n"); // §8.3.1
  }

  @Test
  void bodyOfUnknownLengthIsChunked(RealRedis.Server redis) throws Exception {
    RawHttp2 client = client(redis);

    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/"));
    client.frame(DATA, 0, 1, "abc".getBytes(StandardCharsets.US_ASCII));
    client.frame(DATA, END_STREAM, 1, "de".getBytes(StandardCharsets.US_ASCII));

    assertThat(client.fields(client.next(HEADERS))).containsEntry(":status", "200");
    assertThat(atServer())
        .containsIgnoringCase("transfer-encoding: chunked\r\n")
        .contains("abc")
        .contains("de");
  }

  @Test
  void bodyOfKnownLengthKeepsIt(RealRedis.Server redis) throws Exception {
    RawHttp2 client = client(redis);

    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/", "content-length", "5"));
    client.frame(DATA, END_STREAM, 1, "abcde".getBytes(StandardCharsets.US_ASCII));

    assertThat(client.fields(client.next(HEADERS))).containsEntry(":status", "200");
    assertThat(atServer()).endsWith("abcde").doesNotContainIgnoringCase("transfer-encoding");
  }

  @Test
  void trailersOfTheServerBecomeTrailers(RealRedis.Server redis) {
    response =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n";
    RawHttp2 client = client(redis);

    client.frame(HEADERS, LAST, 1, get("/"));

    assertThat(client.fields(client.next(HEADERS)))
        .doesNotContainKeys("transfer-encoding", "content-length");
    assertThat(text(client.nextOf(1))).isEqualTo("abc");
    Frame trailers = client.next(HEADERS);
    assertThat(trailers.has(END_STREAM)).isTrue();
    assertThat(client.fields(trailers)).containsExactly(Map.entry("x-sum", "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void answerWithoutABodyEndsWithItsHead(String status, RealRedis.Server redis) {
    response = "HTTP/1.1 " + status + "\r\nConnection: x-hop\r\nX-Hop: 1\r\n\r\n";
    RawHttp2 client = client(redis);

    client.frame(HEADERS, LAST, 1, get("/"));

    Frame head = client.next(HEADERS);
    assertThat(head.has(END_STREAM)).isTrue();
    assertThat(client.fields(head))
        .containsEntry(":status", status.substring(0, 3))
        .doesNotContainKeys("content-length", "connection", "x-hop"); // §8.2.2
  }

  @Test
  void headsOfAnswersDoNotReferToEarlierOnes(RealRedis.Server redis) {
    response = "HTTP/1.1 200 OK\r\nX-Same: every time\r\nContent-Length: 0\r\n\r\n";
    RawHttp2 client = client(redis);
    client.frame(SETTINGS, 0, 0, TABLE_OF_64_KIB);

    for (int stream = 1; stream < 7; stream += 2) {
      client.frame(HEADERS, LAST, stream, get("/"));

      assertThat(RawHttp2.fieldsByThemselves(client.next(HEADERS)))
          .containsEntry("x-same", "every time");
    }
  }

  /** Some of one frame, most of several. */
  @ParameterizedTest
  @ValueSource(ints = {10, 60, 400, 3000})
  void longHeadComesBackWhole(int fields, RealRedis.Server redis) {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < fields; i++) {
      head.append("X-Field-%d: value %d of many\r\n".formatted(i, i));
    }
    response = head + "Content-Length: 2\r\n\r\nok";
    RawHttp2 client = client(redis);

    for (int stream = 1; stream < 5; stream += 2) {
      client.frame(HEADERS, LAST, stream, get("/"));

      Map<String, String> received = client.fields(client.nextHead());
      assertThat(received).hasSize(fields + 4).containsEntry("content-length", "2");
      for (int i = 0; i < fields; i++) {
        assertThat(received).containsEntry("x-field-" + i, "value " + i + " of many");
      }
      assertThat(text(client.next(DATA))).isEqualTo("ok");
    }
  }

  @Test
  void headThatTheClientForbidsEndsItsStreamAlone(RealRedis.Server redis) {
    RawHttp2 client = client(redis);
    client.frame(SETTINGS, 0, 0, LISTS_OF_300_OCTETS);
    response = "HTTP/1.1 200 OK\r\nX-Long: " + "v".repeat(300) + "\r\nContent-Length: 0\r\n\r\n";
    client.frame(HEADERS, LAST, 1, get("/"));
    assertThat(client.next(RST_STREAM).stream()).isEqualTo(1);

    response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    client.frame(HEADERS, LAST, 3, get("/"));

    assertThat(client.fields(client.next(HEADERS))).containsEntry(":status", "200");
    gateway.untilQuiet();
  }

  @Test
  void streamsOfOneConnectionAreServedAtOnce(RealRedis.Server redis) {
    RawHttp2 client = client(redis, "", "max-requests: 100");

    for (int stream = 1; stream < 100; stream += 2) {
      client.frame(HEADERS, LAST, stream, get("/" + stream));
    }

    List<Integer> answered = new ArrayList<>();
    while (answered.size() < 50) {
      Frame data = client.next(DATA);
      if (data.has(END_STREAM)) {
        answered.add(data.stream());
      }
    }
    assertThat(answered).doesNotHaveDuplicates();
    gateway.untilQuiet();
  }

  @Test
  void connectionIsCountedOnceAndClosedWhenIdle(RealRedis.Server redis) {
    RawHttp2 client = client(redis, "timeouts: { idle: 200ms }", "");
    client.frame(HEADERS, LAST, 1, get("/"));
    client.next(DATA);
    assertThat(gateway.openConnections()).isEqualTo(1);

    client.next(GOAWAY);

    assertThat(client.next()).isNull();
    until("it is not counted any more", () -> gateway.openConnections() == 0);
  }

  @Test
  void connectionWithoutSettingsIsClosedAndNotCounted(RealRedis.Server redis) {
    client(redis, "timeouts: { head: 200ms }", "").close();
    RawClient silent = open(gateway.connect()).send(RawHttp2.PREFACE);

    silent.rest();

    until("it is not counted any more", () -> gateway.openConnections() == 0);
  }

  @Test
  void connectionThatBeginsLikeHttp2IsStillHttp1(RealRedis.Server redis) throws Exception {
    client(redis);
    RawClient client = open(gateway.connect());

    client.send("P").send("RI /x HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(atServer()).startsWith("PRI /x HTTP/1.1\r\n");
  }

  // Leaving, and shutdown

  @Test
  void streamThatTheClientResetsFreesItsPermitAndCancelsUpstream(RealRedis.Server redis)
      throws Exception {
    response = null;
    RawHttp2 client = client(redis);
    client.frame(HEADERS, LAST, 1, get("/"));
    atServer();

    client.frame(RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}); // CANCEL

    gateway.untilQuiet();
    until("the server's connection is closed", () -> server.open() == 0);
    client.frame(PING, 0, 0, new byte[8]);
    assertThat(client.next(PING).has(ACK)).as("the connection goes on").isTrue();
  }

  @Test
  void streamThatTheClientResetsLeavesTheQueue(RealRedis.Server redis) throws Exception {
    response = null;
    RawHttp2 client = client(redis, "", "max-requests: 1");
    client.frame(HEADERS, LAST, 1, get("/"));
    atServer();
    client.frame(HEADERS, LAST, 3, get("/"));
    until("it waits", () -> gateway.waiting() == 1);

    client.frame(RST_STREAM, 0, 3, new byte[] {0, 0, 0, 8});

    until("its place is free", () -> gateway.waiting() == 0);
  }

  @Test
  void serverThatBreaksOffResetsTheStreamAlone(RealRedis.Server redis) {
    response = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
    RawHttp2 client = client(redis, "", "timeouts: { idle: 100ms }");

    client.frame(HEADERS, LAST, 1, get("/"));

    client.next(HEADERS);
    assertThat(text(client.nextOf(1))).isEqualTo("abc");
    Frame end = client.nextOf(1);
    assertThat(end.type()).isEqualTo(RST_STREAM);
    client.frame(PING, 0, 0, new byte[8]);
    assertThat(client.next(PING).has(ACK)).isTrue();
    gateway.untilQuiet();
  }

  @Test
  void answerBeforeTheEndOfTheRequestRefusesItsRest(RealRedis.Server redis) {
    RawHttp2 client = client(redis, "limits: { body: 10B }", "");

    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/", "content-length", "11"));

    Frame head = client.next(HEADERS);
    assertThat(client.fields(head)).containsEntry(":status", "413").doesNotContainKey("connection");
    Frame end = client.next(RST_STREAM);
    assertThat(end.error()).isZero(); // §8.1
  }

  @Test
  void shutdownSaysGoAwayAndFinishesWhatIsUnderWay(RealRedis.Server redis) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    server =
        open(
            new RawServer(
                connection -> {
                  heads.add(connection.head());
                  try {
                    gate.await();
                  } catch (InterruptedException e) {
                    return;
                  }
                  connection.send(response);
                }));
    gateway = open(TestGateway.start(redis, "", "", server.url()));
    RawHttp2 client = open(new RawHttp2(gateway.connect()));
    client.frame(HEADERS, LAST, 1, get("/"));
    atServer();

    Future<Void> shutdown = gateway.gateway.shutdown();

    Frame goAway = client.next(GOAWAY);
    assertThat(goAway.error()).isZero(); // §6.8
    gate.countDown();
    assertThat(client.fields(client.next(HEADERS)))
        .containsEntry(":status", "200")
        .doesNotContainKey("connection");
    assertThat(text(client.next(DATA))).isEqualTo("ok");
    assertThat(client.next()).isNull();
    await(shutdown);
  }

  // What is refused

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("§8.2 upper case", get("/", "X-Upper", "1")),
        Arguments.of("§8.2.1 NUL in a value", get("/", "x", "a\u0000b")),
        Arguments.of("§8.2.1 CR and LF in a value", get("/", "x", "a\r\nevil: 1")),
        Arguments.of("§8.2.1 blank in a name", get("/", "x y", "1")),
        Arguments.of("§8.2.2 Connection", get("/", "connection", "keep-alive")),
        Arguments.of("§8.2.2 Transfer-Encoding", get("/", "transfer-encoding", "chunked")),
        Arguments.of("§8.2.2 Upgrade", get("/", "upgrade", "websocket")),
        Arguments.of("§8.2.2 Keep-Alive", get("/", "keep-alive", "timeout=5")),
        Arguments.of("§8.2.2 Proxy-Connection", get("/", "proxy-connection", "close")),
        Arguments.of("§8.2.2 TE other than trailers", get("/", "te", "gzip")),
        Arguments.of("§8.3 unknown pseudo-field", get("/", ":unknown", "1")),
        Arguments.of("§8.3 pseudo-field of a response", get("/", ":status", "200")),
        Arguments.of("§8.3 pseudo-field twice", get("/", ":path", "/other")),
        Arguments.of("§8.3 pseudo-field after a field", get("/", "x", "1", ":x-late", "1")),
        Arguments.of(
            "§8.3.1 no :method", block(":scheme", "http", ":path", "/", ":authority", "x")),
        Arguments.of("§8.3.1 no :scheme", block(":method", "GET", ":path", "/", ":authority", "x")),
        Arguments.of(
            "§8.3.1 no :path", block(":method", "GET", ":scheme", "http", ":authority", "x")),
        Arguments.of(
            "§8.3.1 empty :path",
            block(":method", "GET", ":scheme", "http", ":path", "", ":authority", "x")),
        Arguments.of("§8.3.1 Host that disagrees", get("/", "host", "evil.example.org")),
        Arguments.of(
            "§8.3.1 neither :authority nor Host",
            block(":method", "GET", ":scheme", "http", ":path", "/")),
        Arguments.of(
            "§8.3.1 :path that is no path",
            block(":method", "GET", ":scheme", "http", ":path", "x", ":authority", "x")),
        Arguments.of("§8.2.1 CR and LF in :path", get("/x\r\nevil: 1")),
        Arguments.of("§8.2.1 blank in :path", get("/x HTTP/1.1")),
        Arguments.of("§8.2.1 CR and LF in :authority", forHost("example.org\r\nevil: 1")),
        Arguments.of("§8.2.1 CR and LF in the port", forHost("example.org:81\r\nevil: 1")),
        Arguments.of("§8.2.1 blank in :authority", forHost("example.org evil")),
        Arguments.of("§8.3.1 userinfo in :authority", forHost("evil@example.org")),
        Arguments.of(
            "§8.2.1 CR and LF in Host",
            block(":method", "GET", ":scheme", "http", ":path", "/", "host", "x\r\nevil: 1")),
        Arguments.of("§8.5 CONNECT with a path", request("CONNECT", "/")),
        Arguments.of("a name that servers take for a length", get("/", "content-0ength", "5")),
        Arguments.of("§8.1.1 length without a body", get("/", "content-length", "5")));
  }

  private static byte[] forHost(String authority) {
    return block(":method", "GET", ":scheme", "http", ":path", "/", ":authority", authority);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedRequestIsNeverForwarded(String what, byte[] head, RealRedis.Server redis) {
    RawHttp2 client = client(redis);

    client.frame(HEADERS, LAST, 1, head);

    Frame refusal = client.next();
    while (refusal != null
        && refusal.type() != RST_STREAM
        && refusal.type() != GOAWAY
        && refusal.type() != HEADERS) {
      refusal = client.next();
    }
    assertThat(refusal).isNotNull();
    if (refusal.type() == HEADERS) {
      assertThat(client.fields(refusal)).containsEntry(":status", "400");
    } else {
      assertThat(refusal.error()).isEqualTo(PROTOCOL_ERROR);
    }
    assertThat(server.accepted()).isZero();
    gateway.untilQuiet();
  }

  @Test
  void contentLengthThatDisagreesWithTheBodyIsAStreamError(RealRedis.Server redis) {
    RawHttp2 client = client(redis);

    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/", "content-length", "2"));
    client.frame(DATA, END_STREAM, 1, "abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(client.next(RST_STREAM).error()).isEqualTo(PROTOCOL_ERROR); // §8.1.1
    gateway.untilQuiet();
  }

  @Test
  void tooLongHeadIsRefused(RealRedis.Server redis) {
    RawHttp2 client = client(redis, "limits: { head: 1KB }", "");

    client.frame(HEADERS, LAST, 1, get("/", "x", "y".repeat(1000)));

    assertThat(client.fields(client.next(HEADERS))).containsEntry(":status", "431");
    assertThat(server.accepted()).isZero();
    client.frame(HEADERS, LAST, 3, get("/"));
    assertThat(client.fields(client.next(HEADERS))).containsEntry(":status", "200");
  }

  @Test
  void moreStreamsThanAllowedAreRefused(RealRedis.Server redis) {
    response = null;
    RawHttp2 client = client(redis, "", "max-requests: 1000");

    for (int i = 0; i < 129; i++) {
      client.frame(HEADERS, LAST, 2 * i + 1, get("/"));
    }

    Frame refused = client.next(RST_STREAM);
    assertThat(refused.stream()).isEqualTo(257);
    assertThat(refused.error()).isEqualTo(7); // REFUSED_STREAM, §5.1.2
  }

  static Stream<Arguments> connectionErrors() {
    byte[] none = {};
    return Stream.of(
        Arguments.of("§5.1 DATA on an idle stream", DATA, 0, 1, none, PROTOCOL_ERROR),
        Arguments.of("§5.1.1 even stream", HEADERS, LAST, 2, get("/"), PROTOCOL_ERROR),
        Arguments.of("§6.1 DATA on stream 0", DATA, 0, 0, none, PROTOCOL_ERROR),
        Arguments.of("§6.2 HEADERS on stream 0", HEADERS, LAST, 0, get("/"), PROTOCOL_ERROR),
        Arguments.of("§6.4 RST_STREAM of an idle stream", RST_STREAM, 0, 1, new byte[4], 1),
        Arguments.of("§6.5 SETTINGS of 5 bytes", SETTINGS, 0, 0, new byte[5], 6),
        Arguments.of("§6.5 SETTINGS of a stream", SETTINGS, 0, 1, new byte[6], PROTOCOL_ERROR),
        Arguments.of(
            "§6.5.2 initial window too large",
            SETTINGS,
            0,
            0,
            new byte[] {0, 4, (byte) 0x80, 0, 0, 0},
            3),
        Arguments.of("§6.7 PING of 7 bytes", PING, 0, 0, new byte[7], 6),
        Arguments.of("§6.9 WINDOW_UPDATE by 0", WINDOW_UPDATE, 0, 0, new byte[4], PROTOCOL_ERROR),
        Arguments.of("§6.10 CONTINUATION alone", CONTINUATION, 4, 1, none, PROTOCOL_ERROR),
        Arguments.of("§4.2 frame too large", DATA, 0, 1, new byte[16_385], 6),
        Arguments.of(
            "§4.3 broken HPACK", HEADERS, LAST, 1, new byte[] {(byte) 0xff, 0x7f, 0x7f}, 9));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connectionErrors")
  void connectionErrorEndsTheConnection(
      String what,
      int type,
      int flags,
      int stream,
      byte[] payload,
      int error,
      RealRedis.Server redis) {
    RawHttp2 client = client(redis);

    client.frame(type, flags, stream, payload);

    assertThat(client.next(GOAWAY).error()).isEqualTo(error);
    assertThat(client.next()).isNull();
    until("it is not counted any more", () -> gateway.openConnections() == 0);
    assertThat(server.accepted()).isZero();
  }

  // Floods

  @Test
  void streamsOpenedAndResetWithoutEndEndTheConnection(RealRedis.Server redis) {
    RawHttp2 client = client(redis);

    flood(
        i -> {
          client.frame(HEADERS, LAST, 2 * i + 1, get("/"));
          client.frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
        });

    until("nothing is counted", () -> gateway.openConnections() == 0);
    gateway.untilQuiet();
  }

  @Test
  void continuationsWithoutEndEndTheConnection(RealRedis.Server redis) {
    RawHttp2 client = client(redis);
    client.frame(HEADERS, END_STREAM, 1, get("/"));

    flood(i -> client.frame(CONTINUATION, 0, 1, block("x", "y")));

    until("nothing is counted", () -> gateway.openConnections() == 0);
  }

  @Test
  void emptyDataWithoutEndEndsTheConnection(RealRedis.Server redis) {
    RawHttp2 client = client(redis);
    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/"));

    flood(i -> client.frame(DATA, 0, 1));

    until("nothing is counted", () -> gateway.openConnections() == 0);
    gateway.untilQuiet();
  }

  private static void flood(IntConsumer wave) {
    try {
      for (int i = 0; i < 100_000; i++) {
        wave.accept(i);
      }
    } catch (UncheckedIOException e) {
      return; // the gateway has had enough
    }
    throw new AssertionError("the connection was still open after all that");
  }
}
