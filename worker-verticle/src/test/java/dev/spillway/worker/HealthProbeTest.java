package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.PoolConfig.HealthConfig;
import dev.spillway.redis.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthProbeTest {
  private static final HealthConfig BY_PATH =
      new HealthConfig(
          Optional.of("/health?deep=no"), Duration.ofMillis(1), Duration.ofSeconds(30));
  private static final HealthConfig BY_PATH_AND_SELDOM =
      new HealthConfig(Optional.of("/health"), Duration.ofMillis(300), Duration.ofSeconds(30));
  private static final HealthConfig BY_CONNECT =
      new HealthConfig(Optional.empty(), Duration.ofMillis(1), Duration.ofSeconds(30));

  private final Vertx vertx = Vertx.vertx();
  private final HealthProbe probe = new HealthProbe(vertx);

  @AfterEach
  void close() {
    await(probe.close());
    await(vertx.close());
  }

  private String server(io.vertx.core.Handler<HttpServerRequest> handler) {
    HttpServer server = vertx.createHttpServer().requestHandler(handler);
    return "http://127.0.0.1:" + await(server.listen(0, "127.0.0.1")).actualPort();
  }

  private static String closedPort() {
    return "http://127.0.0.1:" + FreePorts.one();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 399})
  void successAndRedirectionAreHealthy(int status) {
    String url = server(request -> request.response().setStatusCode(status).end());
    await(probe.once(url, BY_PATH));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 503})
  void errorsAreNot(int status) {
    String url = server(request -> request.response().setStatusCode(status).end());
    assertThatThrownBy(() -> await(probe.once(url, BY_PATH)))
        .hasMessageContaining("answered " + status);
  }

  @Test
  void thePathIsAskedForAsConfigured() {
    Promise<String> asked = Promise.promise();
    String url =
        server(
            request -> {
              asked.complete(request.method() + " " + request.uri());
              request.response().end();
            });
    await(probe.once(url, BY_PATH));
    assertThat(await(asked.future())).isEqualTo("GET /health?deep=no");
  }

  @Test
  void aServerThatAcceptsButNeverAnswersIsNotHealthyByPathAndIsByConnect() {
    String url = server(request -> {});
    assertThat(await(probe.once(url, BY_PATH).map(true).otherwise(false))).isFalse();
    await(probe.once(url, BY_CONNECT));
  }

  @Test
  void aRefusedConnectionIsNotHealthyEitherWay() {
    assertThatThrownBy(() -> await(probe.once(closedPort(), BY_PATH)))
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> await(probe.once(closedPort(), BY_CONNECT)))
        .hasMessageContaining("refused");
  }

  @Test
  void aConnectionThatIsAcceptedAndClosedAtOnceIsNotHealthy() {
    NetServer proxyOfNobody = vertx.createNetServer().connectHandler(NetSocket::close);
    int port = await(proxyOfNobody.listen(0, "127.0.0.1")).actualPort();

    assertThatThrownBy(() -> await(probe.once("http://127.0.0.1:" + port, BY_CONNECT)))
        .hasMessageContaining("closed");
  }

  @Test
  void probingGoesOnUntilTheServerIsHealthyAndThenEnds() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger misses = new AtomicInteger();
    String url =
        server(
            request ->
                request.response().setStatusCode(asked.incrementAndGet() < 4 ? 503 : 200).end());
    Future<Void> never = Promise.<Void>promise().future();
    await(probe.untilHealthy(url, BY_PATH, never, miss -> misses.incrementAndGet()));
    assertThat(asked).hasValue(4);
    assertThat(misses).hasValue(3);
  }

  @Test
  void probingEndsWithTheLastFailureWhenItIsOver() {
    Promise<Void> over = Promise.promise();
    AtomicInteger misses = new AtomicInteger();
    Future<Void> probing =
        probe.untilHealthy(closedPort(), BY_CONNECT, over.future(), m -> misses.incrementAndGet());
    until("some probes failed", () -> misses.get() > 2);
    over.complete();
    assertThatThrownBy(() -> await(probing)).hasMessageContaining("refused");
  }

  @Test
  void nothingIsAskedAnyMoreWhenItIsOverDuringAPause() {
    HealthProbe closing = new HealthProbe(vertx);
    Promise<Void> over = Promise.promise();
    Future<Void> probing =
        closing.untilHealthy(
            closedPort(),
            BY_PATH_AND_SELDOM,
            over.future(),
            miss -> vertx.runOnContext(pause -> closing.close().onComplete(over)));
    assertThatThrownBy(() -> await(probing)).hasMessageContaining("refused");
  }

  @Test
  void eachProbeHasAConnectionOfItsOwnThatIsClosedAfterIt() {
    Set<Object> open = ConcurrentHashMap.newKeySet();
    AtomicInteger connections = new AtomicInteger();
    HttpServer server =
        vertx
            .createHttpServer()
            .connectionHandler(
                connection -> {
                  connections.incrementAndGet();
                  open.add(connection);
                  connection.closeHandler(closed -> open.remove(connection));
                })
            .requestHandler(request -> request.response().end("healthy"));
    String url = "http://127.0.0.1:" + await(server.listen(0, "127.0.0.1")).actualPort();
    for (int probes = 0; probes < 3; probes++) {
      await(probe.once(url, BY_PATH));
    }
    assertThat(connections).hasValue(3);
    until("all are closed", open::isEmpty);
  }
}
