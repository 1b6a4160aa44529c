package dev.spillway.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.benchmarks.peer.Wire;
import dev.spillway.lb.wire.Channels;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Http2OpenLoopTest {
  private static final int RATE = 200;
  private static final int SECONDS = 1;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private FixedLoad load(Wire wire, Handler<HttpServerRequest> handler) throws Exception {
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(true);
    if (wire.tls()) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(SelfSignedCertificate.create().keyCertOptions());
    }
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    return new FixedLoad(wire, server.actualPort(), "/path", RATE, SECONDS, 16);
  }

  @ParameterizedTest
  @EnumSource(names = {"H2C", "H2"})
  void everyRequestIsSentOnceByHttp2AndItsAnswerIsAwaited(Wire wire) throws Exception {
    AtomicInteger received = new AtomicInteger();
    FixedLoad load =
        load(
            wire,
            request -> {
              boolean asked =
                  request.version() == HttpVersion.HTTP_2 && request.uri().equals("/path");
              received.incrementAndGet();
              request.response().setStatusCode(asked ? 200 : 400).end("answer");
            });

    FixedRate.Outcome outcome = Http2OpenLoop.run(load);

    assertEquals(RATE * (Http2OpenLoop.WARM_UP_SECONDS + SECONDS), received.get());
    assertTrue(0 < outcome.p50() && outcome.p50() <= outcome.p99(), outcome::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"H2C", "H2"})
  void anAnswerOfAnotherStatusIsTold(Wire wire) throws Exception {
    FixedLoad load = load(wire, request -> request.response().setStatusCode(503).end());

    IOException failure = assertThrows(IOException.class, () -> Http2OpenLoop.run(load));
    assertEquals("expected status 200, found 503", failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"H2C", "H2"})
  void aResetIsTold(Wire wire) throws Exception {
    FixedLoad load = load(wire, request -> request.response().reset(2));

    IOException failure = assertThrows(IOException.class, () -> Http2OpenLoop.run(load));
    assertEquals("a request was reset with code 2", failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"H2C", "H2"})
  void aConnectionThatClosesIsTold(Wire wire) throws Exception {
    FixedLoad load =
        load(wire, request -> Channels.of(request.connection()).unsafe().closeForcibly());

    IOException failure = assertThrows(IOException.class, () -> Http2OpenLoop.run(load));
    assertEquals("the proxy closed a connection", failure.getMessage());
  }
}
