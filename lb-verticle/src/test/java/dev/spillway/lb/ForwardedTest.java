package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real server and a real client are told of each other, byte by byte. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class ForwardedTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String SAID =
      "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.1.1.1\r\nx-forwarded-for: 10.2.2.2\r\n"
          + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: outer\r\nForwarded: for=10.1.1.1\r\n"
          + "X-Request-Id: told-42\r\nVia: 1.0 first\r\ntraceparent: 00-"
          + "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: a=1,b=2\r\n\r\n";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private TestGateway gateway;

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

  private RawClient client(RealRedis.Server redis, String settings, String answer) {
    RawServer server =
        open(
            new RawServer(
                connection -> {
                  while (connection.hasMore()) {
                    heads.add(connection.head());
                    connection.send(answer);
                  }
                }));
    gateway = open(TestGateway.start(redis, settings, "", server.url()));
    return open(gateway.connect());
  }

  private String headAtServer() throws InterruptedException {
    return heads.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void anUntrustedPeersWordIsReplacedAndViaContinued(RealRedis.Server redis) throws Exception {
    RawClient client = client(redis, "", OK);
    String answer = client.send(SAID).head();

    String head = headAtServer();
    assertThat(head)
        .contains(
            "\r\nX-Forwarded-For: 127.0.0.1\r\n",
            "\r\nX-Forwarded-Proto: http\r\n",
            "\r\nX-Forwarded-Host: x\r\n",
            "\r\nForwarded: for=127.0.0.1;host=x;proto=http\r\n",
            "\r\nVia: 1.0 first\r\n",
            "\r\nVia: 1.1 spillway\r\n")
        .doesNotContain("10.1.1.1", "10.2.2.2", "https", "outer", "told-42");
    assertThat(answer).contains("X-Request-Id: " + idIn(head));
  }

  @Test
  void aTrustedPeersWordIsContinued(RealRedis.Server redis) throws Exception {
    RawClient client = client(redis, "trusted-proxies: [127.0.0.0/8]", OK);
    String answer = client.send(SAID).head();

    assertThat(headAtServer())
        .contains(
            "\r\nX-Forwarded-For: 10.1.1.1, 10.2.2.2, 127.0.0.1\r\n",
            "\r\nX-Forwarded-Proto: https\r\n",
            "\r\nX-Forwarded-Host: outer\r\n",
            "\r\nForwarded: for=10.1.1.1, for=127.0.0.1;host=x;proto=http\r\n",
            "\r\nX-Request-Id: told-42\r\n");
    assertThat(answer).contains("X-Request-Id: told-42\r\n");
  }

  @Test
  void traceContextIsPassedOnUnchangedWhoeverSentIt(RealRedis.Server redis) throws Exception {
    client(redis, "", OK).send(SAID).head();

    assertThat(headAtServer())
        .contains(
            "\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
            "\r\ntracestate: a=1,b=2\r\n");
  }

  @Test
  void eachRequestOfAConnectionHasAnIdOfItsOwn(RealRedis.Server redis) throws Exception {
    RawClient client = client(redis, "", OK);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").upTo("\r\n\r\nok");
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").upTo("\r\n\r\nok");

    assertThat(idIn(headAtServer())).isNotEqualTo(idIn(headAtServer()));
  }

  @Test
  void theServersOwnIdIsTheOneThatGoesBack(RealRedis.Server redis) {
    String answer =
        client(
                redis,
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-request-id: server-7\r\n\r\nok")
            .send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            .head();

    assertThat(answer).containsOnlyOnce("-7\r\n").doesNotContain("X-Request-Id");
  }

  @Test
  void theGatewaysOwnAnswersHaveTheIdToo(RealRedis.Server redis) {
    gateway = open(TestGateway.start(redis, "", "queue: { max-length: 0 }"));
    String answer = open(gateway.connect()).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").head();
    assertThat(answer).startsWith("HTTP/1.1 503 ");
    assertThat(idIn(answer)).hasSize(32);
  }

  private static String idIn(String head) {
    Matcher matcher = Pattern.compile("X-Request-Id: ([0-9a-f]{32})\r\n").matcher(head);
    assertThat(matcher.find()).as(head).isTrue();
    return matcher.group(1);
  }
}
