package dev.spillway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests to the example pool, so many at once, and keeps every answer. */
final class Load {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern SERVER = Pattern.compile("Hello World from server ([^<]+)<");

  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Load(URI target) {
    this.target = target;
  }

  /**
   * What came back.
   *
   * @param status the status, 0 if no complete answer came
   * @param body the body, or why there is none
   * @param inFlight requests that the server had in flight when it took this one, itself included
   */
  record Answer(int status, String body, int inFlight) {
    /** The server that answered, or an empty string. */
    String server() {
      Matcher matcher = SERVER.matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  /** Sends {@code total} requests from {@code concurrency} clients, each after its last answer. */
  List<Answer> send(int total, int concurrency) {
    ExecutorService clients = Executors.newFixedThreadPool(concurrency);
    try {
      AtomicInteger left = new AtomicInteger(total);
      List<Future<List<Answer>>> parts = new ArrayList<>();
      for (int i = 0; i < concurrency; i++) {
        parts.add(clients.submit(() -> sendWhile(left)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<List<Answer>> part : parts) {
        answers.addAll(part.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError("a client of the load failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      clients.shutdownNow();
    }
  }

  /** Sends one request. */
  Answer sendOne() {
    HttpRequest request = HttpRequest.newBuilder(target).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      int inFlight = (int) response.headers().firstValueAsLong("X-Requests-In-Flight").orElse(0);
      return new Answer(response.statusCode(), response.body(), inFlight);
    } catch (IOException e) {
      return new Answer(0, e.toString(), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, "interrupted", 0);
    }
  }

  private List<Answer> sendWhile(AtomicInteger left) {
    List<Answer> answers = new ArrayList<>();
    while (left.getAndDecrement() > 0) {
      answers.add(sendOne());
    }
    return answers;
  }
}
