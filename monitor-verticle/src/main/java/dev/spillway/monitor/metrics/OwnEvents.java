package dev.spillway.monitor.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Hears the events that this process publishes itself, and makes metrics of them. Local consumers
 * are what makes this so: they hear nothing of other processes, and cost the cluster no message.
 */
public final class OwnEvents extends VerticleBase {
  private final List<EventMeters> meters;

  /** Makes metrics of events, for each kind of event by one of these. */
  public OwnEvents(List<EventMeters> meters) {
    this.meters = List.copyOf(meters);
  }

  @Override
  public Future<?> start() {
    return Future.all(meters.stream().map(this::listen).toList());
  }

  private Future<Void> listen(EventMeters each) {
    return vertx
        .eventBus()
        .localConsumer(each.address(), (Message<JsonObject> message) -> each.heard(message.body()))
        .completion();
  }
}
