package dev.spillway.launcher.servers;

import dev.spillway.launcher.CommandFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Asks a management endpoint. */
public final class ManagementClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final Optional<String> token;

  /** A client of the endpoint at that URL. */
  public ManagementClient(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** The pools as they are now. Blocks; fails with a line that says what to do. */
  public JsonArray pools() throws InterruptedException {
    HttpResponse<String> answer = get(base.resolve("/api/pools"));
    if (answer.statusCode() == 401) {
      throw CommandFailure.failed(
          "the management endpoint at %s requires its token: give it with --token or management.token"
              .formatted(base),
          null);
    }
    try {
      if (answer.statusCode() == 200) {
        return new JsonArray(answer.body());
      }
    } catch (DecodeException e) {
      throw CommandFailure.failed(
          "what answers at %s is no management endpoint of Spillway".formatted(base), e);
    }
    throw CommandFailure.failed(
        "the management endpoint at %s answered %d: %s"
            .formatted(base, answer.statusCode(), answer.body()),
        null);
  }

  /**
   * Hands over the events of the bus, by address and body, as they are published; blocks until the
   * endpoint ends the stream. Fails as {@link #pools()} does.
   */
  public void events(BiConsumer<String, String> receiver) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/events"));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      HttpResponse<Stream<String>> answer =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(request.build(), BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        ServerSentEvents events = new ServerSentEvents(receiver);
        lines.forEach(events::line);
      }
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.failed("the events of " + base + " ended: " + e.getMessage(), e);
    }
  }

  private HttpResponse<String> get(URI url) throws InterruptedException {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
      token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
      return HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .build()
          .send(request.build(), BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.mistake(
          "--management %s is no URL to ask: expected http://HOST:PORT".formatted(base));
    } catch (IOException e) {
      throw CommandFailure.failed(
          "nothing answers at %s: start spillway up, or name its management endpoint with --management or its Redis with --set redis=URL"
              .formatted(base),
          e);
    }
  }
}
