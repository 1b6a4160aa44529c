package dev.spillway.web;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WebVerticleTest {
  private Vertx vertx;
  private WebClient client;

  @BeforeEach
  void client(Vertx vertx) {
    this.vertx = vertx;
    this.client = WebClient.create(vertx);
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void answersANumberAndTheHost() {
    int port = listening(Duration.ZERO, Optional.empty());

    HttpResponse<Buffer> answer = await(get(port, "/any/path?x=1"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("content-type")).startsWith("text/html");
    assertThat(answer.bodyAsString()).matches("\\d+\n<h1>Hello World from server host-1</h1>\n");
  }

  @Test
  void theNumberIsRandom() {
    int port = listening(Duration.ZERO, Optional.empty());

    List<String> answers =
        Stream.generate(() -> await(get(port, "/")).bodyAsString()).limit(20).toList();

    assertThat(answers.stream().distinct()).hasSizeGreaterThan(10);
  }

  @Test
  void aServerWithANameTellsIt() {
    int port = listening(Duration.ZERO, Optional.of("web-<3>"));

    assertThat(await(get(port, "/")).bodyAsString())
        .endsWith("<h1>Hello World from server host-1</h1>\n<p>web-&lt;3&gt;</p>\n");
  }

  @Test
  void everyMethodIsAnswered() {
    int port = listening(Duration.ofMillis(1), Optional.empty());

    HttpResponse<Buffer> posted =
        await(client.post(port, "localhost", "/").sendBuffer(Buffer.buffer("x".repeat(100_000))));
    HttpResponse<Buffer> head = await(client.head(port, "localhost", "/").send());

    assertThat(posted.bodyAsString()).contains("Hello World");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
  }

  @Test
  void aRequestWaitsForTheWholeDelay() {
    Duration delay = Duration.ofMillis(150);
    int port = listening(delay, Optional.empty());

    long began = System.nanoTime();
    await(get(port, "/"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void aRequestMayAskForADelayOfItsOwn() {
    Duration asked = Duration.ofMillis(150);
    int port = listening(Duration.ofMinutes(5), Optional.empty());

    long began = System.nanoTime();
    await(get(port, "/?delay=150ms"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(asked);
    assertThat(await(get(port, "/?delay=0")).statusCode()).isEqualTo(200);
  }

  @Test
  void aDelayThatIsNoneIsTheClientsMistake() {
    int port = listening(Duration.ofMinutes(5), Optional.empty());

    HttpResponse<Buffer> answer = await(get(port, "/?delay=soon"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsString()).contains("delay", "200ms");
  }

  private Future<HttpResponse<Buffer>> get(int port, String path) {
    return client.get(port, "localhost", path).send();
  }

  private int listening(Duration delay, Optional<String> server) {
    WebVerticle web = new WebVerticle(new WebSettings(0, delay, "host-1", server));
    await(vertx.deployVerticle(web));
    return web.port();
  }
}
