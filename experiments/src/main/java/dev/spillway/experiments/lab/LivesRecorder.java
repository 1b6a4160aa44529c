package dev.spillway.experiments.lab;

import dev.spillway.events.Addresses;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ServerRecord;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down the lives of an installation's servers as the event bus tells them. Thread-safe. */
final class LivesRecorder {
  private final Map<String, Map<String, ServerLife>> byPool = new ConcurrentHashMap<>();

  LivesRecorder(EventBus bus) {
    bus.<JsonObject>consumer(
        Addresses.SERVER, message -> changed(ServerChanged.fromJson(message.body())));
  }

  /** A server that was ready before the first event was heard. */
  void found(String pool, ServerRecord server) {
    lives(pool)
        .putIfAbsent(
            server.name(),
            new ServerLife(server.name(), server.createdAt(), server.since(), Long.MAX_VALUE));
  }

  List<ServerLife> of(String pool) {
    return List.copyOf(lives(pool).values());
  }

  private void changed(ServerChanged event) {
    switch (event.state()) {
      case READY ->
          lives(event.pool())
              .putIfAbsent(
                  event.server(),
                  new ServerLife(
                      event.server(),
                      event.time() - event.tookMillis(),
                      event.time(),
                      Long.MAX_VALUE));
      case GONE ->
          lives(event.pool())
              .computeIfPresent(
                  event.server(),
                  (name, life) ->
                      new ServerLife(name, life.startedAt(), life.readyAt(), event.time()));
      default -> {}
    }
  }

  private Map<String, ServerLife> lives(String pool) {
    return byPool.computeIfAbsent(pool, name -> new ConcurrentHashMap<>());
  }
}
