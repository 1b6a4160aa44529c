package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of servers that could be understood in two ways, or in none. */
@ExtendWith(RealRedis.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class StrictAnswersTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Takes the place of an answer: the rest is sent when the client has seen what came before. */
  private static final String LATER = "<later>";

  private final BlockingQueue<String> go = new LinkedBlockingQueue<>();
  private final AtomicInteger openBad = new AtomicInteger();
  private volatile String answer = OK;
  private volatile boolean mustClose = true;
  private RawServer server;
  private TestGateway gateway;

  @BeforeAll
  void start(RealRedis.Server redis) {
    server = new RawServer(this::serve);
    gateway = TestGateway.start(redis, "", "", server.url());
  }

  private void serve(RawServer.Connection connection) throws java.io.IOException {
    AtomicInteger bad = new AtomicInteger();
    try {
      serve(connection, bad);
    } finally {
      openBad.addAndGet(-bad.get());
    }
  }

  private void serve(RawServer.Connection connection, AtomicInteger bad)
      throws java.io.IOException {
    while (connection.hasMore()) {
      connection.head();
      String[] parts = answer.split(LATER, 2);
      if (mustClose && !answer.equals(OK)) {
        bad.incrementAndGet();
        openBad.incrementAndGet();
      }
      connection.send(parts[0]);
      if (parts.length == 2) {
        try {
          go.poll(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        connection.send(parts[1]);
      }
    }
  }

  @AfterAll
  void stop() {
    gateway.close();
    server.close();
  }

  private void assertItsConnectionIsUsedNoMore() {
    until("the server's connection is closed", () -> openBad.get() == 0);
    answer = OK;
    try (RawClient client = gateway.connect().send(GET)) {
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.bytes(2)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n",
        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 O\u0000K\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nA: b\u0000\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length x: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nX: smuggled\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 junk\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok!0\r\n\r\n"
      })
  void ambiguousAnswerIsABadGateway(String bad) {
    answer = bad;
    try (RawClient client = gateway.connect().send("POST / HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(client.head()).startsWith("HTTP/1.1 502 ");
      assertThat(client.upTo("\n")).contains("server ").doesNotContain("smuggled");
    }
    gateway.untilQuiet();
    assertItsConnectionIsUsedNoMore();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nabc\r\n0\r\n\r\n",
        "3 x\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "0\r\nA : b\u0000\r\n\r\n",
        "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
      })
  void badChunkAfterTheHeadCutsTheClientOff(String rest) {
    answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n" + LATER + rest;
    try (RawClient client = gateway.connect().send(GET)) {
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      client.upTo("1\r\nx\r\n");
      go.add("on");
      assertThat(client.rest()).doesNotContain("0\r\n\r\n").doesNotContain("HTTP/");
    }
    gateway.untilQuiet();
    assertItsConnectionIsUsedNoMore();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      })
  void oddButClearAnswerIsPassedOn(String odd) {
    answer = odd;
    mustClose = false;
    try (RawClient client = gateway.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send(GET);
        assertThat(client.head()).startsWith("HTTP/1.1 200");
        assertThat(client.bytes(2)).isEqualTo("ok");
      }
    } finally {
      mustClose = true;
    }
  }

  @Test
  void whatAServerSendsUnaskedEndsItsConnectionAndReachesNobody() {
    answer = OK + LATER + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    try (RawClient client = gateway.connect().send(GET)) {
      client.head();
      assertThat(client.bytes(2)).isEqualTo("ok");
      go.add("on");
    }
    assertItsConnectionIsUsedNoMore();
  }
}
