package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Subprocess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Requests that all come at once. */
public final class Burst {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;

  /** At the gateway with this port on loopback. */
  public Burst(int port) {
    request = get(port, "/");
  }

  private static HttpRequest get(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
        .timeout(Duration.ofMinutes(2))
        .build();
  }

  /** Returns when the pool's first server is ready. */
  public void awaitReady(int managementPort, Subprocess spillway)
      throws IOException, InterruptedException {
    HttpRequest pools = get(managementPort, "/api/pools");
    for (int i = 0; i < 600; i++) {
      String body = client.send(pools, BodyHandlers.ofString()).body();
      if (body.toLowerCase(Locale.ROOT).contains("\"ready\"")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("no server became ready within a minute:\n" + spillway.output());
  }

  /**
   * How the second request fared.
   *
   * @param sentAt epoch milliseconds
   * @param millis from then to its answer, less the time that it was served
   */
  public record Second(double sentAt, double millis) {}

  /**
   * Fills the only place there is, then asks once more.
   *
   * @param served how long a server takes for a request
   */
  public Second secondOfTwo(Duration served) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> first = send();
    Thread.sleep(100); // it must be the first to arrive
    double sentAt = System.currentTimeMillis();
    long start = System.nanoTime();
    HttpResponse<String> second = send().join();
    double millis = (System.nanoTime() - start) / 1e6;
    check(first.join());
    check(second);
    return new Second(sentAt, millis - served.toMillis());
  }

  /** Milliseconds until all are answered. */
  public double allAtOnce(int count) throws IOException {
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(send());
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      check(answer.join());
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private CompletableFuture<HttpResponse<String>> send() {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static void check(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException("expected status 200, found " + answer + ": " + answer.body());
    }
  }
}
