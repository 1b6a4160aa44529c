package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ManagementConfig;
import dev.spillway.events.Addresses;
import dev.spillway.monitor.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ManagementVerticleTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private void deploy(
      Vertx vertx, String token, Supplier<Future<JsonArray>> pools, Readiness readiness)
      throws Exception {
    ManagementVerticle verticle =
        new ManagementVerticle(
            new ManagementConfig("127.0.0.1", 0, Optional.ofNullable(token)),
            pools,
            readiness,
            new Metrics());
    vertx
        .deployVerticle(verticle)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    port = verticle.port();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static Future<JsonArray> pools() {
    return Future.succeededFuture(new JsonArray().add(new JsonObject().put("name", "web")));
  }

  @Test
  void tellsThePoolsAndThatItIsAliveAndReady(Vertx vertx) throws Exception {
    deploy(vertx, null, ManagementVerticleTest::pools, Future::succeededFuture);

    assertThat(send("GET", "/api/pools").body()).isEqualTo("[{\"name\":\"web\"}]");
    assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void isAliveButNotReadyAndSaysWhy(Vertx vertx) throws Exception {
    deploy(vertx, null, ManagementVerticleTest::pools, () -> Future.failedFuture("redis is away"));

    HttpResponse<String> ready = send("GET", "/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(ready.body()).getString("error")).isEqualTo("redis is away");
    assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyOnlyIfEveryPartIs() {
    Readiness good = Future::succeededFuture;
    Readiness bad = () -> Future.failedFuture("no");

    assertThat(good.and(good).check().succeeded()).isTrue();
    assertThat(good.and(bad).check().failed()).isTrue();
    assertThat(bad.and(good).check().failed()).isTrue();
  }

  @Test
  void unknownPathsAndMethodsAreAnsweredInJson(Vertx vertx) throws Exception {
    deploy(vertx, null, ManagementVerticleTest::pools, Future::succeededFuture);

    HttpResponse<String> unknown = send("GET", "/nope");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(new JsonObject(unknown.body()).containsKey("error")).isTrue();
    HttpResponse<String> wrong = send("POST", "/api/pools");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(new JsonObject(wrong.body()).containsKey("error")).isTrue();
  }

  @Test
  void anErrorOfOurOwnIsAnsweredWithoutItsCause(Vertx vertx) throws Exception {
    deploy(
        vertx,
        null,
        () -> {
          throw new IllegalStateException("secret detail");
        },
        Future::succeededFuture);

    HttpResponse<String> answer = send("GET", "/api/pools");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret", "Exception", "at dev.");
  }

  @Test
  void withATokenPoolsRequireItAndTheProbesDoNot(Vertx vertx) throws Exception {
    deploy(vertx, "s3cret", ManagementVerticleTest::pools, Future::succeededFuture);

    HttpResponse<String> without = send("GET", "/api/pools");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(send("GET", "/api/pools", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThat(send("GET", "/api/pools", "Authorization", "Basic s3cret").statusCode())
        .isEqualTo(401);
    assertThat(send("GET", "/api/pools", "Authorization", "bearer s3cret").statusCode())
        .isEqualTo(200);
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/metrics", "Authorization", "Bearer s3cret").statusCode())
        .isEqualTo(200);
    assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhatIsPublishedOnTheBusUntilTheListenerLeaves(Vertx vertx) throws Exception {
    deploy(vertx, null, ManagementVerticleTest::pools, Future::succeededFuture);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/events")).build();
    JsonObject event = new JsonObject().put("pool", "web").put("kind", "queue");

    HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
    vertx.eventBus().publish(Addresses.POOL, event);

    try (Stream<String> lines = answer.body()) {
      assertThat(lines.filter(line -> line.length() > 1).limit(2))
          .containsExactly("event: spillway.pool", "data: " + event.encode());
    }
  }

  @Test
  void hasAPageForBrowsersThatLoadsNothingFromElsewhere(Vertx vertx) throws Exception {
    deploy(vertx, "s3cret", ManagementVerticleTest::pools, Future::succeededFuture);

    HttpResponse<String> page = send("GET", "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'");
    assertThat(page.body()).contains("<script src=\"/dashboard.js\">").doesNotContain("//");
    assertThat(send("GET", "/dashboard.js").body()).doesNotContain("innerHTML", "eval(");
  }
}
