package dev.spillway.lb.exchange;

import dev.spillway.events.Addresses;
import dev.spillway.events.PermitsFreed;
import dev.spillway.events.PermitsWanted;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.PoolChanged.Kind;
import dev.spillway.events.ServerRequested;
import dev.spillway.lb.admission.PoolAdmission;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the event bus what happens to a pool at this gateway. Used on one Vert.x context only.
 */
final class PoolEvents {
  private static final Logger LOG = LoggerFactory.getLogger(PoolEvents.class);

  private final EventBus bus;
  private final String pool;
  private final String gateway;
  private int queueTold;
  private long refusedTold;
  private boolean maximumTold;
  private boolean outageTold;

  PoolEvents(EventBus bus, String pool, String gateway) {
    this.bus = bus;
    this.pool = pool;
    this.gateway = gateway;
  }

  /** Says how long the queue is and how many were refused, if that changed since the last call. */
  void tellChanges(PoolAdmission admission) {
    int queue = admission.waiting();
    if (queue != queueTold) {
      queueTold = queue;
      tell(Kind.QUEUE, queue, "");
    }
    long refused = admission.refused();
    if (refused != refusedTold) {
      long count = refused - refusedTold;
      refusedTold = refused;
      tell(Kind.REJECTED, count, "");
      LOG.warn(
          "requests refused pool={} count={} reason=\"{}\"", pool, count, admission.lastRefusal());
    }
  }

  void serversRequested(List<String> servers) {
    if (!servers.isEmpty()) {
      ServerRequested event = new ServerRequested(pool, now(), servers);
      bus.send(Addresses.SERVER_REQUESTED, event.toJson());
    }
  }

  void permitsWanted(int count) {
    PermitsWanted event = new PermitsWanted(pool, now(), gateway, count);
    bus.publish(Addresses.PERMITS_WANTED, event.toJson());
  }

  void permitsFreed(int count) {
    PermitsFreed event = new PermitsFreed(pool, now(), gateway, count);
    bus.publish(Addresses.PERMITS_FREED, event.toJson());
  }

  /** Says once that the maximum is reached, until it no longer is. */
  void maximumReached(boolean reached, int maximum) {
    if (reached && !maximumTold) {
      tell(Kind.MAXIMUM_REACHED, maximum, "requests wait, and no more servers are allowed");
    }
    maximumTold = reached;
  }

  void stateUnreachable(String cause) {
    if (!outageTold) {
      outageTold = true;
      tell(Kind.REDIS_UNREACHABLE, 0, cause);
      LOG.warn("shared state unreachable pool={} gateway={} cause=\"{}\"", pool, gateway, cause);
    }
  }

  void stateReached() {
    if (outageTold) {
      outageTold = false;
      tell(Kind.REDIS_BACK, 0, "");
      LOG.info("shared state back pool={} gateway={}", pool, gateway);
    }
  }

  private void tell(Kind kind, long value, String detail) {
    bus.publish(
        Addresses.POOL, new PoolChanged(pool, now(), gateway, kind, value, detail).toJson());
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
