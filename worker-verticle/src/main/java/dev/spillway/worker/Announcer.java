package dev.spillway.worker;

import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.ServerState;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the event bus and the log what a worker did. */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(ScalingVerticle.class);

  private final EventBus bus;
  private final Clock clock;
  private final String worker;

  Announcer(EventBus bus, Clock clock, String worker) {
    this.bus = bus;
    this.clock = clock;
    this.worker = worker;
  }

  /** A server came into a state, in that time and for that reason. */
  void server(
      String pool,
      String server,
      String url,
      ServerState state,
      Cause cause,
      String reason,
      Duration took) {
    server(pool, server, url, state, cause, reason, took, Map.of());
  }

  /** The same of a start that succeeded, with how long each part of it took, in milliseconds. */
  void server(
      String pool,
      String server,
      String url,
      ServerState state,
      Cause cause,
      String reason,
      Duration took,
      Map<String, Long> phases) {
    switch (state) {
      case FAILED ->
          log.warn(
              "server={} pool={} state=failed took={}ms reason=\"{}\"",
              server,
              pool,
              took.toMillis(),
              reason);
      default ->
          log.info(
              "server={} pool={} state={} url={} took={}ms reason=\"{}\"",
              server,
              pool,
              state.name().toLowerCase(java.util.Locale.ROOT),
              url,
              took.toMillis(),
              reason);
    }
    bus.publish(
        Addresses.SERVER,
        new ServerChanged(
                pool, clock.millis(), server, url, state, reason, took.toMillis(), cause, phases)
            .toJson());
  }

  /** Something happened to a pool as a whole. */
  void pool(String pool, PoolChanged.Kind kind, long value, String detail) {
    log.info("pool={} event={} value={} detail=\"{}\"", pool, kind, value, detail);
    bus.publish(
        Addresses.POOL,
        new PoolChanged(pool, clock.millis(), worker, kind, value, detail).toJson());
  }
}
