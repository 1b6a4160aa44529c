package dev.spillway.benchmarks.load;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ServerState;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Servers that became ready, as Spillway's management port tells of them. */
public final class StartEvents {
  private static final String NAME = "event: " + Addresses.SERVER;
  private static final String DATA = "data: ";

  private final BlockingQueue<ServerChanged> ready = new LinkedBlockingQueue<>();

  private StartEvents() {}

  /** Listens from now on, until that Spillway ends. */
  public static StartEvents listen(int managementPort) throws IOException, InterruptedException {
    StartEvents events = new StartEvents();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/api/events".formatted(managementPort)))
            .build();
    HttpResponse<Stream<String>> stream =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
    Thread reader = new Thread(() -> events.read(stream.body()), "start-events");
    reader.setDaemon(true);
    reader.start();
    return events;
  }

  private void read(Stream<String> lines) {
    String[] previous = {""};
    try {
      lines.forEach(
          line -> {
            if (previous[0].equals(NAME) && line.startsWith(DATA)) {
              take(ServerChanged.fromJson(new JsonObject(line.substring(DATA.length()))));
            }
            previous[0] = line;
          });
    } catch (UncheckedIOException ended) {
      // Spillway was stopped
    }
  }

  private void take(ServerChanged event) {
    if (event.state() == ServerState.READY && event.cause() == ServerChanged.Cause.STARTED) {
      ready.add(event);
    }
  }

  /** The next one; waits for it. */
  public ServerChanged next() throws IOException, InterruptedException {
    ServerChanged event = ready.poll(1, TimeUnit.MINUTES);
    if (event == null) {
      throw new IOException("Spillway told of no server that became ready within a minute");
    }
    return event;
  }

  /** Those that were not asked for yet. */
  public List<ServerChanged> soFar() {
    List<ServerChanged> events = new ArrayList<>();
    ready.drainTo(events);
    return events;
  }
}
