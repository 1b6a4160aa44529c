package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of gRPC's shape, HTTP/2 from end to end: streams both ways, trailers, trailers only. */
@ExtendWith(RealRedis.class)
class GrpcShapeTest {
  private final Vertx vertx = Vertx.vertx();
  private final Queue<HttpServerRequest> received = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> resets = new ConcurrentLinkedQueue<>();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  private TestGateway gateway;

  private void start(RealRedis.Server redis) {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      received.add(request);
                      request.response().exceptionHandler(resets::add);
                      serve(request);
                    })
                .listen(0, "127.0.0.1"));
    gateway =
        TestGateway.start(redis, "", "protocol: http2", "http://127.0.0.1:" + server.actualPort());
  }

  private static void serve(HttpServerRequest request) {
    request.response().putHeader("content-type", "application/grpc");
    switch (request.path()) {
      case "/echo.Echo/All" -> {
        request.response().setChunked(true);
        request.handler(request.response()::write);
        request.endHandler(
            v -> {
              request.response().putTrailer("grpc-status", "0");
              request.response().putTrailer("x-own-bin", "AAEC");
              request.response().end();
            });
      }
      case "/echo.Echo/Back" -> request.body().onSuccess(request.response()::end);
      case "/echo.Echo/Unknown" -> request.response().putHeader("grpc-status", "12").end();
      default -> {} // never answers
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    await(vertx.close());
  }

  private Future<HttpClientRequest> call(String method) {
    return client
        .request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/echo.Echo/" + method)
        .onSuccess(
            request ->
                request
                    .setChunked(true)
                    .putHeader("te", "trailers")
                    .putHeader("content-type", "application/grpc"));
  }

  @Test
  void messagesPassBothWaysWhileTheCallIsOpenAndTrailersEndIt(RealRedis.Server redis) {
    start(redis);
    Buffer echoed = Buffer.buffer();
    HttpClientRequest request = await(call("All"));
    request.write("one");
    HttpClientResponse response =
        await(request.response().onSuccess(head -> head.handler(echoed::appendBuffer)));

    until("the first is back", () -> echoed.toString().equals("one"));
    request.write("two");
    until("the second is back", () -> echoed.toString().equals("onetwo"));
    assertThat(gateway.inFlight()).isEqualTo(1);
    Future<Void> end = response.end();
    request.end();

    await(end);
    assertThat(response.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(response.trailers().get("x-own-bin")).isEqualTo("AAEC");
    HttpServerRequest arrived = received.peek();
    assertThat(arrived.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(arrived.getHeader("te")).isEqualTo("trailers");
    assertThat(arrived.authority().toString()).isEqualTo("127.0.0.1:" + gateway.port());
    assertThat(arrived.headers().contains("host")).isFalse();
    gateway.untilQuiet();
  }

  /** More than the server's window, with a length and without one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bodyOfAClientOfHttp11ArrivesWhole(boolean chunked, RealRedis.Server redis) {
    start(redis);
    String body = "0123456789abcdef".repeat(20_000);
    String framing =
        chunked ? "Transfer-Encoding: chunked" : "Content-Length: %d".formatted(body.length());
    String sent = chunked ? "%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body) : body;
    try (RawClient http1 = gateway.connect()) {
      http1.send("POST /echo.Echo/Back HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n" + sent);

      assertThat(http1.head())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("content-length: " + body.length() + "\r\n");
      assertThat(http1.bytes(body.length())).isEqualTo(body);
    }
    gateway.untilQuiet();
  }

  @Test
  void answerOfTrailersOnlyStaysOne(RealRedis.Server redis) {
    start(redis);
    HttpClientRequest request = await(call("Unknown"));

    HttpClientResponse response =
        await(
            request
                .send(Buffer.buffer("x"))
                .compose(head -> head.body().map(body -> body.length() == 0 ? head : null)));

    assertThat(response).as("an answer without a body").isNotNull();
    assertThat(response.getHeader("grpc-status")).isEqualTo("12");
    gateway.untilQuiet();
  }

  @Test
  void cancelledCallIsCancelledAtTheServerAndItsConnectionGoesOn(RealRedis.Server redis) {
    start(redis);
    HttpClientRequest cancelled = await(call("Never"));
    cancelled.write("x");
    until("the server has it", () -> received.size() == 1);

    cancelled.reset(8);

    until("the server is told", () -> !resets.isEmpty());
    gateway.untilQuiet();
    HttpClientResponse response = await(await(call("Unknown")).send(Buffer.buffer("x")));
    assertThat(response.getHeader("grpc-status")).isEqualTo("12");
    until("it came", () -> received.size() == 2);
    assertThat(received.stream().map(HttpServerRequest::connection).distinct()).hasSize(1);
  }

  @Test
  void clientOfHttp11IsServedByAServerOfHttp2(RealRedis.Server redis) {
    start(redis);
    try (RawClient raw = gateway.connect()) {
      raw.send("POST /echo.Echo/All HTTP/1.1\r\nHost: example.org\r\nContent-Length: 3\r\n\r\nabc");

      assertThat(raw.head())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("transfer-encoding: chunked");
      assertThat(raw.upTo("grpc-status: 0\r\n")).startsWith("3\r\nabc\r\n0\r\n");
      assertThat(received.peek().authority().toString()).isEqualTo("example.org");
    }
  }
}
