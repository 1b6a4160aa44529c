package dev.spillway.lb.publish;

import dev.spillway.events.Addresses;
import dev.spillway.events.RequestServed;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Publishes what one event loop serves, per server and flush interval. A request costs a few
 * additions on the event loop's own thread; only the count of requests in flight is shared. With an
 * interval of 0 each request is published by itself, when it ends.
 *
 * <p>A server with requests in flight is told of once a second even where none ends, so that long
 * requests count as activity. All methods are for the event loop that made this object.
 */
public final class RequestServedPublisher {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final String gateway;
  private final Duration interval;
  private final InFlightCounts inFlight;
  private final LongSupplier clock;
  private final Map<ServerKey, ServerTally> tallies = new HashMap<>();
  private long timer = -1;

  /**
   * A publisher that is not yet started.
   *
   * @param gateway the gateway's id
   * @param interval how often to publish; zero for each request
   * @param inFlight shared by the gateway's event loops
   * @param clock epoch milliseconds
   */
  public RequestServedPublisher(
      Vertx vertx, String gateway, Duration interval, InFlightCounts inFlight, LongSupplier clock) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.interval = interval;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  /** Starts publishing. */
  public void start() {
    Duration period = interval.isZero() ? SIGN_OF_LIFE : interval;
    timer = vertx.setPeriodic(period.toMillis(), id -> flush());
  }

  /** Publishes what is left and stops. */
  public void stop() {
    vertx.cancelTimer(timer);
    flush();
  }

  /** A request starts on a server; every call owes exactly one to the answer's methods. */
  public Served begun(String pool, String server) {
    ServerTally tally =
        tallies.computeIfAbsent(
            new ServerKey(pool, server), key -> new ServerTally(pool, server, inFlight.join(key)));
    tally.begun(clock.getAsLong());
    return new Served(tally, System.nanoTime());
  }

  /** Publishes everything that is new. */
  void flush() {
    long now = clock.getAsLong();
    Iterator<Map.Entry<ServerKey, ServerTally>> each = tallies.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<ServerKey, ServerTally> entry = each.next();
      publish(entry.getValue(), now);
      if (entry.getValue().idle()) {
        each.remove();
        inFlight.leave(entry.getKey());
      }
    }
  }

  private void publish(ServerTally tally, long now) {
    RequestServed event = tally.take(gateway, now, SIGN_OF_LIFE.toMillis());
    if (event != null) {
      vertx.eventBus().publish(Addresses.REQUEST_SERVED, event.toJson());
    }
  }

  /** One request on one server. */
  public final class Served {
    private final ServerTally tally;
    private final long begunNanos;

    private Served(ServerTally tally, long begunNanos) {
      this.tally = tally;
      this.begunNanos = begunNanos;
    }

    /**
     * The request ended.
     *
     * @param status the status the client got, 0 if none
     */
    public void ended(int status) {
      long now = clock.getAsLong();
      tally.ended(status, (System.nanoTime() - begunNanos) / 1_000, now);
      if (interval.isZero()) {
        publish(tally, now);
      }
    }

    /** The request never reached the server. */
    public void withdrawn() {
      tally.withdrawn();
    }
  }
}
