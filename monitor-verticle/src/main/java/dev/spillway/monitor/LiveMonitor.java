package dev.spillway.monitor;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps a view up to date: events as they come, the pools once a second. */
public final class LiveMonitor extends VerticleBase {
  private static final long READ_MILLIS = 1000;
  private static final long PATIENCE_MILLIS = 5000;

  private final LiveView view;
  private final Supplier<Future<JsonArray>> pools;
  private boolean reading;

  /**
   * Keeps that view.
   *
   * @param pools the pools now, as {@code /api/pools} tells them; must not wait
   */
  public LiveMonitor(LiveView view, Supplier<Future<JsonArray>> pools) {
    this.view = view;
    this.pools = pools;
  }

  @Override
  public Future<?> start() {
    List<Future<Void>> listening = new ArrayList<>();
    for (String address : EventStream.ADDRESSES) {
      listening.add(
          vertx
              .eventBus()
              .consumer(
                  address, (Message<JsonObject> message) -> view.event(address, message.body()))
              .completion());
    }
    vertx.setPeriodic(READ_MILLIS, timer -> second());
    read();
    return Future.all(listening);
  }

  private void second() {
    view.second();
    read();
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    pools
        .get()
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(view::pools)
        .onFailure(cause -> view.unreadable(String.valueOf(cause.getMessage())))
        .onComplete(done -> reading = false);
  }
}
