package dev.spillway.lb.forward;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins what the gateway relies on in a WebClient's unpublished parts. */
class ResponseHeadInterceptorTest {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<HttpServerRequest> received = Promise.promise();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private HttpServer server;
  private WebClient client;

  @BeforeEach
  void start() {
    server =
        await(
            vertx
                .createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(
                    request -> {
                      requests.incrementAndGet();
                      request.response().setChunked(true).writeHead();
                      received.tryComplete(request);
                    })
                .listen(0, "127.0.0.1"));
    client =
        WebClient.create(
            vertx,
            new WebClientOptions().setDefaultPort(server.actualPort()).setDefaultHost("127.0.0.1"),
            new PoolOptions().setHttp1MaxSize(1));
    ResponseHeadInterceptor.install(client);
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static class Recorder implements ResponseHeadInterceptor.Sender {
    final Promise<HttpClientRequest> connected = Promise.promise();
    final Promise<HttpClientResponse> responded = Promise.promise();
    final AtomicBoolean wanted = new AtomicBoolean(true);

    @Override
    public boolean connected(HttpClientRequest request) {
      connected.tryComplete(request);
      return wanted.get();
    }

    @Override
    public void responded(HttpClientResponse response) {
      responded.complete(response);
    }
  }

  private Future<?> send(Recorder recorder) {
    Promise<Object> failed = Promise.promise();
    vertx.runOnContext(
        v ->
            ResponseHeadInterceptor.send(client.request(HttpMethod.GET, "/"), null, recorder)
                .onFailure(failed::fail));
    return failed.future();
  }

  @Test
  void headIsSeenBeforeTheBodyAndTheBodyIsTheSendersToRead() {
    Recorder recorder = new Recorder();
    send(recorder);

    HttpClientResponse response = await(recorder.responded.future());
    assertThat(response.statusCode()).isEqualTo(200);
    Buffer body = Buffer.buffer();
    Promise<Void> ended = Promise.promise();
    response.handler(body::appendBuffer).endHandler(v -> ended.complete()).resume();
    await(received.future().compose(request -> request.response().end("the body")));
    await(ended.future());
    assertThat(body.toString()).isEqualTo("the body");
  }

  @Test
  void requestIsSeenWhenTheConnectionStands() {
    Recorder recorder = new Recorder();
    send(recorder);

    HttpClientRequest request = await(recorder.connected.future());

    assertThat(request.connection().remoteAddress().port()).isEqualTo(server.actualPort());
  }

  @Test
  void requestNobodyWantsAnyMoreIsNotSentAndItsConnectionStaysUsable() {
    Recorder unwanted = new Recorder();
    unwanted.wanted.set(false);
    send(unwanted);
    await(unwanted.connected.future());
    Recorder wanted = new Recorder();

    send(wanted);

    await(wanted.responded.future());
    assertThat(requests).hasValue(1);
    assertThat(connections).hasValue(1);
  }

  @Test
  void resetBeforeTheAnswerFailsTheRequestAndClosesItsConnection() {
    Recorder recorder = new Recorder();
    Future<?> failed = send(recorder);
    HttpClientRequest request = await(recorder.connected.future());
    await(received.future());
    Promise<Void> closed = Promise.promise();
    received.future().result().connection().closeHandler(v -> closed.complete());

    await(recorder.responded.future());
    request.reset();

    await(closed.future());
    assertThat(failed.isComplete()).isFalse();
  }

  @Test
  void refusedConnectionFailsWithoutTheRequestBeingSeen() {
    await(server.close());
    Recorder recorder = new Recorder();

    assertThatThrownBy(() -> await(send(recorder))).isInstanceOf(ConnectException.class);

    assertThat(recorder.connected.future().isComplete()).isFalse();
  }

  @Test
  void ordinaryRequestsOfTheClientAreLeftAlone() {
    Future<?> answer = client.get("/").send();

    await(received.future().compose(request -> request.response().end("x")));

    await(answer);
  }
}
