package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Certificate;
import dev.spillway.benchmarks.peer.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSession;

/**
 * Asks a proxy once, to see that it does what all the others do: sets the same fields, on requests
 * and on answers, and speaks what it is measured with. A comparison with one that does less would
 * be worth nothing.
 */
public final class Probe implements AutoCloseable {
  private static final List<String> ANSWER_FIELDS = List.of("Via", "X-Request-Id");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final Wire wire;

  /** For proxies that are measured with that. */
  public Probe(Wire wire) {
    this.wire = wire;
    this.client = vertx.createHttpClient(ClientOptions.of(wire));
  }

  /** Fails if the proxy does not do its part. */
  public void check(String name, int port) throws IOException {
    try {
      client
          .request(HttpMethod.GET, port, "127.0.0.1", "/fields")
          .compose(HttpClientRequest::send)
          .compose(answer -> answer.body().map(body -> problem(answer, body)))
          .compose(problem -> problem.isEmpty() ? Future.succeededFuture() : failed(problem))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new IOException(name + " can't be compared: " + e.getCause().getMessage(), e);
    }
  }

  private static Future<Void> failed(String problem) {
    return Future.failedFuture(new IOException(problem));
  }

  private String problem(HttpClientResponse answer, Buffer body) {
    if (answer.statusCode() != 200) {
      return "expected status 200, found " + answer.statusCode() + ": " + body;
    }
    HttpVersion version = wire.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
    if (answer.version() != version) {
      return "expected " + version + ", found " + answer.version();
    }
    List<String> received = body.toString().lines().toList();
    for (int i = 0; i < Backend.FIELDS.size(); i++) {
      String name = Backend.FIELDS.get(i);
      if (received.size() <= i || received.get(i).length() < (name + ": x").length()) {
        return "expected it to tell the server " + name + ", found:\n" + body;
      }
    }
    for (String name : ANSWER_FIELDS) {
      if (!answer.headers().contains(name)) {
        return "expected " + name + " in its answer, found:\n" + answer.headers();
      }
    }
    return wire.tls() ? tlsProblem(answer.request().connection().sslSession()) : "";
  }

  private static String tlsProblem(SSLSession session) {
    String found = session.getProtocol() + " " + session.getCipherSuite();
    String expected = Certificate.PROTOCOL + " " + Certificate.CIPHER_SUITE;
    return found.equals(expected) ? "" : "expected " + expected + ", found " + found;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
