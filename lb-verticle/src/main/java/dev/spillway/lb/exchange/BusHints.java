package dev.spillway.lb.exchange;

import dev.spillway.events.Addresses;
import dev.spillway.events.PermitsFreed;
import dev.spillway.events.PermitsWanted;
import dev.spillway.events.ServerChanged;
import dev.spillway.lb.admission.PoolAdmission;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What is heard on the event bus that makes an exchange worth its while before the next heartbeat.
 * Only hints: a lost one costs time, a wrong one costs a call.
 */
final class BusHints {
  private final String pool;
  private final String gateway;
  private final PoolAdmission admission;
  private final PermitExchange exchange;
  private final List<MessageConsumer<JsonObject>> consumers;

  /** Listens from now on, on the current context. */
  BusHints(
      EventBus bus, String pool, String gateway, PoolAdmission admission, PermitExchange exchange) {
    this.pool = pool;
    this.gateway = gateway;
    this.admission = admission;
    this.exchange = exchange;
    this.consumers =
        List.of(
            bus.consumer(
                Addresses.SERVER, message -> heard(ServerChanged.fromJson(message.body()))),
            bus.consumer(
                Addresses.PERMITS_FREED, message -> heard(PermitsFreed.fromJson(message.body()))),
            bus.consumer(
                Addresses.PERMITS_WANTED,
                message -> heard(PermitsWanted.fromJson(message.body()))));
  }

  /** Completes when the whole cluster knows that this gateway listens. */
  Future<Void> known() {
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  Future<Void> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  private void heard(ServerChanged event) {
    if (!event.pool().equals(pool)) {
      return;
    }
    switch (event.state()) {
      case READY -> {
        if (admission.waiting() > 0) {
          exchange.atOnce();
        }
      }
      case DRAINING, FAILED -> { // a fixed server that is not healthy is FAILED
        admission.draining(event.server());
        exchange.atOnce();
      }
      case GONE -> exchange.atOnce();
      case STARTING, STOPPING, UNKNOWN -> {}
    }
  }

  private void heard(PermitsFreed event) {
    if (event.pool().equals(pool) && !event.gateway().equals(gateway) && admission.waiting() > 0) {
      exchange.atOnce();
    }
  }

  private void heard(PermitsWanted event) {
    if (event.pool().equals(pool)
        && !event.gateway().equals(gateway)
        && admission.othersWantPermits()) {
      exchange.atOnce();
    }
  }
}
