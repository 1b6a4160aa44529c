package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the backend counted since its start.
 *
 * @param connections that it accepted
 * @param requests on them
 */
public record Counts(long connections, long requests) {
  private static final Pattern STATUS = Pattern.compile("(\\d+) \\d+ (\\d+)\\s*\\n");

  /** One connection in so many requests is as good as kept. */
  private static final int MANY = 200;

  /** Asks it. */
  public static Counts of(int backendPort) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/counts".formatted(backendPort)))
            .build();
    String status = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    Matcher counts = STATUS.matcher(status);
    if (!counts.find()) {
      throw new IOException("expected nginx' counts of connections and requests, found: " + status);
    }
    return new Counts(Long.parseLong(counts.group(1)), Long.parseLong(counts.group(2)));
  }

  /**
   * Fails unless the proxy kept its connections to the backend open.
   *
   * @param allowed connections that it may have opened in any case
   */
  public void checkKept(String name, Counts before, int allowed) throws IOException {
    long opened = connections - before.connections;
    long asked = requests - before.requests;
    if (opened > allowed + asked / MANY) {
      throw new IOException(
          "%s can't be compared: it opened %d connections to the backend for %d requests"
              .formatted(name, opened, asked));
    }
  }
}
