package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at the server, and what arrives at the client, byte for byte. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class TransparencyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private volatile String response = OK;
  private RawServer server;
  private TestGateway gateway;
  private RawClient client;

  @BeforeEach
  void start(RealRedis.Server redis) {
    server = new RawServer(this::record);
    gateway = TestGateway.start(redis, "", "", server.url());
    client = gateway.connect();
  }

  private void record(RawServer.Connection connection) throws java.io.IOException {
    while (connection.hasMore()) {
      String head = connection.head();
      heads.add(head);
      int at = head.indexOf("ontent-Length: ");
      if (at >= 0) {
        int end = head.indexOf('\r', at);
        bodies.add(connection.bytes(Integer.parseInt(head.substring(at + 15, end))));
      } else if (head.contains("ransfer-")) {
        StringBuilder chunks = new StringBuilder(connection.upTo("0\r\n"));
        do {
          chunks.append(connection.upTo("\r\n"));
        } while (!chunks.toString().endsWith("\r\n\r\n"));
        bodies.add(chunks.toString());
      }
      connection.send(response);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    server.close();
  }

  private String headAtServer() throws InterruptedException {
    String head = heads.poll(60, TimeUnit.SECONDS);
    assertThat(head).as("a request at the server").isNotNull();
    return head;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a%2Fb%2f%00",
        "/a/../b/./c",
        "//double//slash",
        "/semi;colon=1;a",
        "/empty?",
        "/q?a=1&a=2&b=%20+&=&&",
        "/q?url=http://x/y?z",
        "/raw-\u00c3\u00a9?\u00e2\u0082\u00ac",
        "/?",
        "/a|b\"<>\\^`{}",
        "/%C3%28",
        "/~!$&'()*+,:@"
      })
  void requestTargetArrivesAsItWasSent(String target) throws Exception {
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(headAtServer()).startsWith("GET " + target + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PATCH", "PROPFIND", "get", "X-Own", "QUERY"})
  void methodArrivesAsItWasSent(String method) throws Exception {
    client.send(method + " / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(headAtServer()).startsWith(method + " / HTTP/1.1\r\n");
  }

  @Test
  void fieldsArriveInOrderWithTheirCaseAndDuplicatesAndNothingAddedButWhatAProxyMust()
      throws Exception {
    client.send(
        "GET / HTTP/1.1\r\nb: 2\r\nHost: Example.ORG:81\r\nA: 1\r\nb: 1\r\ncookie: x=1; y=2\r\n"
            + "X-Latin: \u00e9\u00ff\r\nEmpty:\r\nCookie: z=3\r\n\r\n");

    client.head();
    assertThat(headAtServer().replaceFirst("Id: [0-9a-f]{32}\r", "Id: ID\r"))
        .isEqualTo(
            "GET / HTTP/1.1\r\nb: 2\r\nHost: Example.ORG:81\r\nA: 1\r\nb: 1\r\n"
                + "cookie: x=1; y=2\r\nX-Latin: \u00e9\u00ff\r\nEmpty: \r\nCookie: z=3\r\n"
                + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: Example.ORG:81\r\nX-Forwarded-Port: "
                + gateway.port()
                + "\r\nForwarded: for=127.0.0.1;host=\"Example.ORG:81\";proto=http\r\n"
                + "X-Request-Id: ID\r\nVia: 1.1 spillway\r\n\r\n");
  }

  @Test
  void fieldsForOneConnectionGoNoFurther() throws Exception {
    client.send(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, X-Hop , Upgrade, Host\r\n"
            + "X-Hop: 1\r\nKeep-Alive: timeout=5\r\nUpgrade: h2c\r\nTE: trailers\r\n"
            + "Proxy-Connection: keep-alive\r\nX-Kept: 1\r\n\r\n");

    client.head();
    assertThat(headAtServer())
        .contains("X-Kept: 1", "Host: x")
        .doesNotContainIgnoringCase("x-hop", "keep-alive", "upgrade", "te:", "connection");
  }

  @Test
  void absoluteFormIsSentAsOriginFormWithItsOwnHost() throws Exception {
    client.send("GET http://other:90?q HTTP/1.1\r\nHost: OTHER:90\r\n\r\n");

    client.head();
    assertThat(headAtServer()).startsWith("GET /?q HTTP/1.1\r\nHost: other:90\r\n");
  }

  @Test
  void asteriskFormArrivesAsItWasSent() throws Exception {
    client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");

    client.head();
    assertThat(headAtServer()).startsWith("OPTIONS * HTTP/1.1\r\n");
  }

  @Test
  void bodyOfKnownLengthKeepsItsLength() throws Exception {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nh\u0000\u00ff!\n");

    client.head();
    assertThat(headAtServer())
        .contains("Content-Length: 5\r\n")
        .doesNotContainIgnoringCase("transfer-encoding");
    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("h\u0000\u00ff!\n");
  }

  @Test
  void emptyBodyOfKnownLengthStaysEmpty() throws Exception {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

    client.head();
    assertThat(headAtServer())
        .contains("Content-Length: 0\r\n")
        .doesNotContainIgnoringCase("transfer-encoding");
  }

  @Test
  void requestWithoutBodyGetsNone() throws Exception {
    client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\n");

    client.head();
    assertThat(headAtServer()).doesNotContainIgnoringCase("transfer-encoding", "content-length");
  }

  @Test
  void chunkedBodyStaysChunked() throws Exception {
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n0\r\n\r\n");

    client.head();
    assertThat(headAtServer())
        .containsIgnoringCase("transfer-encoding: chunked\r\n")
        .doesNotContainIgnoringCase("content-length");
    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
  }

  @Test
  void requestTrailersArriveButForThoseThatHaveNoPlaceBehindABody() throws Exception {
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            + "3\r\nabc\r\n0\r\nX-Sum: 7\r\nHost: evil\r\nContent-Length: 9\r\nx-b: 1\r\n\r\n");

    client.head();
    assertThat(headAtServer()).contains("Trailer: X-Sum\r\n");
    assertThat(bodies.poll(60, TimeUnit.SECONDS))
        .isEqualTo("3\r\nabc\r\n0\r\nX-Sum: 7\r\nx-b: 1\r\n\r\n");
    assertConnectionIsUsable();
  }

  @Test
  void trailersOfABodyWithoutContentArriveAndStayWithIt() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    client.send(head + "0\r\nX-Sum: 7\r\n\r\n");
    client.head();
    client.send(head + "3\r\nabc\r\n0\r\n\r\n");
    client.head();

    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("0\r\nX-Sum: 7\r\n\r\n");
    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n"}) // an empty line before it makes a request an unusual one
  void trailersStayWithTheirRequestIfAnotherIsSentWithIt(String before) throws Exception {
    String head = before + "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    client.send(head + "3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n" + head + "0\r\n\r\n");
    client.head();
    client.head();

    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n");
    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("0\r\n\r\n");
  }

  /** RFC 9112 §7.1.1. */
  @ParameterizedTest
  @ValueSource(strings = {";a", ";a=b", ";a=\"b;\"", " ;\ta = b ; c"})
  void extensionsOfChunksEndHere(String extension) throws Exception {
    String chunks = "3" + extension + "\r\nabc\r\n0" + extension + "\r\n\r\n";
    response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    for (String before : List.of("", "\r\n")) {
      client.send(
          before + "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.upTo("0\r\n\r\n")).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
      assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
    }
  }

  @Test
  void expectedContinueIsGivenBeforeTheBodyIsAskedFor() throws Exception {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

    assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ab");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(headAtServer()).doesNotContainIgnoringCase("expect");
    assertThat(bodies.poll(60, TimeUnit.SECONDS)).isEqualTo("ab");
  }

  @Test
  void responseArrivesInOrderWithItsReasonAndDuplicates() {
    response =
        "HTTP/1.1 200 Very Well\r\nSet-Cookie: a=1; Path=/\r\nX-B: 1\r\nset-cookie: b=2\r\n"
            + "X-B: 2\r\nContent-Length: 3\r\nX-Latin: \u00e9\r\nConnection: x-gone\r\nX-Gone: 1"
            + "\r\n\r\nabc";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head().replaceFirst("Id: [0-9a-f]{32}\r", "Id: ID\r"))
        .isEqualTo(
            "HTTP/1.1 200 Very Well\r\nSet-Cookie: a=1; Path=/\r\nX-B: 1\r\nset-cookie: b=2\r\n"
                + "X-B: 2\r\nContent-Length: 3\r\nX-Latin: \u00e9\r\nVia: 1.1 spillway\r\nX-Request-Id: ID\r\n\r\n");
    assertThat(client.bytes(3)).isEqualTo("abc");
  }

  @Test
  void headResponseKeepsTheLengthOfWhatIsNotThere() {
    response = "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n";
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).contains("Content-Length: 1234\r\n");
    assertConnectionIsUsable();
  }

  @Test
  void headResponseWithoutLengthGetsNone() {
    response = "HTTP/1.1 200 OK\r\nX: 1\r\n\r\n";
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).doesNotContainIgnoringCase("content-length", "transfer-encoding");
    assertConnectionIsUsable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified", "304 Same As Ever"})
  void statusWithoutBodyGetsNoLength(String status) {
    response = "HTTP/1.1 " + status + "\r\nETag: \"1\"\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head())
        .startsWith("HTTP/1.1 " + status.substring(0, 4))
        .contains("ETag: \"1\"\r\n")
        .doesNotContainIgnoringCase("content-length", "transfer-encoding");
    assertConnectionIsUsable();
  }

  @Test
  void notModifiedKeepsTheLengthOfWhatItStandsFor() {
    response = "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).contains("Content-Length: 99\r\n");
    assertConnectionIsUsable();
  }

  @Test
  void noContentHasNoLength() {
    response = "HTTP/1.1 204 No Content\r\nETag: \"1\"\r\nContent-Length: 0\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head())
        .contains("ETag: \"1\"\r\n")
        .doesNotContainIgnoringCase("content-length");
    assertConnectionIsUsable();
  }

  @Test
  void theLengthOfResetContentIsNothing() {
    response = "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\nETag: \"1\"\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    String head = client.head().toLowerCase(Locale.ROOT);
    assertThat(head).contains("etag: \"1\"\r\n").containsOnlyOnce("content-length: 0\r\n");
    assertConnectionIsUsable();
  }

  private void assertConnectionIsUsable() {
    response = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(client.bytes(4)).isEqualTo("next");
  }

  @Test
  void chunkedResponseKeepsItsTrailers() {
    response =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            + "3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).containsIgnoringCase("transfer-encoding: chunked");
    assertThat(client.upTo("0\r\n")).isEqualTo("3\r\nabc\r\n0\r\n");
    assertThat(client.upTo("\r\n\r\n")).isEqualTo("X-Sum: 7\r\n\r\n");
    assertConnectionIsUsable();
  }

  @Test
  void chunkedResponseReachesAnOldClientUpToTheEndOfItsConnection() {
    response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

    assertThat(client.head())
        .containsIgnoringCase("connection: close\r\n")
        .doesNotContainIgnoringCase("transfer-encoding", "keep-alive");
    assertThat(client.rest()).isEqualTo("abc");
  }

  @Test
  void earlyHintsArriveBeforeTheAnswer() {
    response =
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void redirectsAndCompressedBodiesAndCookiesAreLeftAlone() throws Exception {
    response =
        "HTTP/1.1 302 Found\r\nLocation: /there\r\nSet-Cookie: a=1\r\nContent-Encoding: gzip\r\n"
            + "Content-Length: 2\r\n\r\n\u001f\u008b";
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.head()).startsWith("HTTP/1.1 302 Found\r\nLocation: /there\r\n");
    assertThat(client.bytes(2)).isEqualTo("\u001f\u008b");
    headAtServer();
    response = OK;
    client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    client.head();
    assertThat(headAtServer())
        .startsWith("GET /next ")
        .doesNotContainIgnoringCase("cookie", "accept-encoding", "user-agent");
  }

  @Test
  void pipelinedRequestsAreAnsweredInTurn() {
    response = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
    client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");

    for (int i = 0; i < 2; i++) {
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.bytes(1)).isEqualTo("x");
    }
  }
}
