package dev.spillway.lb.publish;

import dev.spillway.events.Addresses;
import dev.spillway.events.RequestServed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Puts events on the bus on a context that serves no requests. What many servers have to be told of
 * at once is handed over as a whole: event by event, the threads that hear of them would be woken
 * for each, and take turns with the one that tells. Safe for use by several threads.
 */
public final class EventOutlet {
  private final Vertx vertx;
  private final Context context;

  /** On the caller's context, or one of its own if the caller has none. */
  public EventOutlet(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /**
   * Publishes some events in their order, after those of earlier calls of the same thread.
   *
   * @return completes when they are on the bus; never fails
   */
  Future<Void> publish(List<RequestServed> events) {
    Promise<Void> published = Promise.promise();
    context.runOnContext(
        v -> {
          for (RequestServed event : events) {
            vertx.eventBus().publish(Addresses.REQUEST_SERVED, event.toJson());
          }
          published.complete();
        });
    return published.future();
  }
}
