package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealRedis.class)
class AccessLogOfGatewayTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("access.log");
  }

  private TestGateway gateway(RealRedis.Server redis, String... urls) {
    String log = "access-log: { format: json, file: \"%s\" }".formatted(file());
    return TestGateway.startWith(redis, log, "", urls);
  }

  @Test
  void aRequestIsALineWithWhatItsClientSentAndGotAndWhatItTook(RealRedis.Server redis) {
    try (RawServer server =
            RawServer.answering("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello");
        TestGateway gateway = gateway(redis, server.url());
        RawClient client = gateway.connect()) {
      client.send("GET /a?b HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\nReferer: y\r\n\r\n");
      client.upTo("hello");

      JsonObject line = lines(1).get(0);
      assertThat(line.getMap())
          .containsEntry("client", "127.0.0.1")
          .containsEntry("method", "GET")
          .containsEntry("target", "/a?b")
          .containsEntry("protocol", "HTTP/1.1")
          .containsEntry("status", 201)
          .containsEntry("bytes", 5)
          .containsEntry("complete", true)
          .containsEntry("userAgent", "test")
          .containsEntry("referer", "y")
          .containsEntry("pool", "web");
      assertThat(line.getString("server")).startsWith("web-");
      assertThat(line.getString("requestId")).hasSize(32);
      assertThat(line.getDouble("totalMillis"))
          .isGreaterThanOrEqualTo(line.getDouble("upstreamMillis"));
    }
  }

  @Test
  void whatTheGatewayAnswersItselfIsLoggedToo(RealRedis.Server redis) {
    try (TestGateway gateway = gateway(redis);
        RawClient client = gateway.connect()) {
      client.send("OPTIONS / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n").head();

      assertThat(lines(1).get(0).getMap())
          .containsEntry("status", 400)
          .doesNotContainKeys("pool", "server");
    }
  }

  @Test
  void aClientThatLeavesTheQueueIsLoggedWithoutAnAnswer(RealRedis.Server redis) {
    try (TestGateway gateway = gateway(redis)) {
      RawClient client = gateway.connect().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      until("it waits", () -> gateway.waiting() == 1);
      client.close();

      assertThat(lines(1).get(0).getMap())
          .containsEntry("status", 499)
          .containsEntry("complete", false)
          .containsEntry("pool", "web")
          .doesNotContainKey("server");
    }
  }

  private List<JsonObject> lines(int count) {
    until("so many lines are written", () -> read().size() >= count);
    assertThat(read()).hasSize(count);
    return read();
  }

  private List<JsonObject> read() {
    try {
      return Files.readAllLines(file()).stream().map(JsonObject::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
