package dev.spillway.monitor;

import dev.spillway.events.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /api/events}: the bus's published events as server-sent events, until the client
 * leaves. The event's name is its address, its data the body. A client that does not keep up misses
 * events; it delays nobody.
 */
final class EventStream {
  /** What is published; server-requested is sent to one worker, and would miss it. */
  static final List<String> ADDRESSES =
      List.of(
          Addresses.REQUEST_SERVED,
          Addresses.SERVER,
          Addresses.POOL,
          Addresses.PERMITS_WANTED,
          Addresses.PERMITS_FREED,
          Addresses.SERVER_SUSPECTED);

  private static final int MOST_CLIENTS = 100;
  private static final long SIGN_OF_LIFE_MILLIS = 10_000;

  private final Vertx vertx;
  private int clients;

  EventStream(Vertx vertx) {
    this.vertx = vertx;
  }

  void open(RoutingContext request) {
    if (clients >= MOST_CLIENTS) {
      JsonAnswer.error(request, 503, "there are %d listeners already".formatted(clients));
      return;
    }
    clients++;
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();
    for (String address : ADDRESSES) {
      consumers.add(
          vertx.eventBus().consumer(address, message -> write(response, text(address, message))));
    }
    long alive = vertx.setPeriodic(SIGN_OF_LIFE_MILLIS, id -> write(response, ":\n\n"));
    response.exceptionHandler(cause -> {});
    response.closeHandler(
        closed -> {
          clients--;
          vertx.cancelTimer(alive);
          consumers.forEach(MessageConsumer::unregister);
        });
    write(response, ":\n\n");
  }

  private static String text(String address, Message<JsonObject> message) {
    return "event: " + address + "\ndata: " + message.body().encode() + "\n\n";
  }

  private static void write(HttpServerResponse response, String text) {
    if (!response.closed() && !response.writeQueueFull()) {
      response.write(text);
    }
  }
}
