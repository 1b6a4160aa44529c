package dev.spillway.lb.publish;

import dev.spillway.events.RequestServed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Publishes what one event loop serves, per server and flush interval. A request costs a few
 * additions on the event loop's own thread; only the count of requests in flight is shared. With an
 * interval of 0 each request is published by itself, when it ends.
 *
 * <p>A server with requests in flight is told of once a second even where none ends, so that long
 * requests count as activity. Of more servers at once than make {@value #EVENTS_A_SECOND} events a
 * second, each is told of less often, in turn, but once a second at least: else a request would
 * cost an event as soon as there are more servers than requests in an interval. All methods are for
 * the event loop that made this object.
 */
public final class RequestServedPublisher {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);
  private static final int EVENTS_A_SECOND = 1_000;

  /** Servers that get a request now and then are not counted from scratch each time. */
  private static final Duration KEPT_IDLE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final EventOutlet outlet;
  private final String gateway;
  private final Duration interval;
  private final InFlightCounts inFlight;
  private final LongSupplier clock;
  private final LongSupplier nanoClock;
  private final Map<ServerKey, ServerTally> tallies = new HashMap<>();

  /** Those with something to tell; who has waited longest for that is first. */
  private final Deque<ServerTally> busy = new ArrayDeque<>();

  private long timer = -1;
  private long sweptAt;

  /**
   * A publisher that is not yet started.
   *
   * @param outlet that events go out by
   * @param gateway the gateway's id
   * @param interval how often to publish; zero for each request
   * @param inFlight shared by the gateway's event loops
   * @param clock epoch milliseconds; read for each event
   * @param nanoClock monotonic nanoseconds; read twice for each request
   */
  public RequestServedPublisher(
      Vertx vertx,
      EventOutlet outlet,
      String gateway,
      Duration interval,
      InFlightCounts inFlight,
      LongSupplier clock,
      LongSupplier nanoClock) {
    this.vertx = vertx;
    this.outlet = outlet;
    this.gateway = gateway;
    this.interval = interval;
    this.inFlight = inFlight;
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.sweptAt = nanoClock.getAsLong();
  }

  /** Starts publishing. */
  public void start() {
    timer = vertx.setPeriodic(period().toMillis(), id -> flushSome());
  }

  private Duration period() {
    return interval.isZero() ? SIGN_OF_LIFE : interval;
  }

  /** Publishes what is left and stops; completes when all is on the bus. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return outlet.publish(news(Integer.MAX_VALUE));
  }

  /** A request starts on a server; every call owes exactly one to the answer's methods. */
  public Served begun(String pool, String server) {
    ServerTally tally = tallies.computeIfAbsent(new ServerKey(pool, server), this::join);
    long now = nanoClock.getAsLong();
    tally.begun(now);
    if (!tally.queued) {
      tally.queued = true;
      busy.add(tally);
    }
    return new Served(tally, now);
  }

  private ServerTally join(ServerKey key) {
    return new ServerTally(key, inFlight.join(key));
  }

  /** Publishes what is new of as many servers as may be told of in one interval. */
  void flushSome() {
    long perSecond = Math.max(EVENTS_A_SECOND, tallies.size());
    long most = perSecond * period().toMillis() / SIGN_OF_LIFE.toMillis();
    List<RequestServed> events = news((int) Math.min(Math.max(1, most), Integer.MAX_VALUE));
    if (!events.isEmpty()) {
      outlet.publish(events);
    }
    forgetIdle(nanoClock.getAsLong());
  }

  private void forgetIdle(long now) {
    if (now - sweptAt < KEPT_IDLE.toNanos()) {
      return;
    }
    sweptAt = now;
    for (Iterator<ServerTally> all = tallies.values().iterator(); all.hasNext(); ) {
      ServerTally tally = all.next();
      if (!tally.queued && tally.idleFor(now) >= KEPT_IDLE.toNanos()) {
        all.remove();
        inFlight.leave(tally.key());
      }
    }
  }

  private List<RequestServed> news(int most) {
    long now = clock.getAsLong();
    long nanos = nanoClock.getAsLong();
    List<RequestServed> events = new ArrayList<>();
    for (int unseen = busy.size(); unseen > 0 && events.size() < most; unseen--) {
      ServerTally tally = busy.poll();
      RequestServed event = take(tally, now, nanos);
      if (event != null) {
        events.add(event);
      }
      tally.queued = !tally.idle();
      if (tally.queued) {
        busy.add(tally);
      }
    }
    return events;
  }

  /** What is new, or null. */
  private RequestServed take(ServerTally tally, long now, long nanos) {
    return tally.take(gateway, now, nanos, SIGN_OF_LIFE.toMillis());
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
      long nanos = nanoClock.getAsLong();
      tally.ended(status, (nanos - begunNanos) / 1_000, nanos);
      if (interval.isZero()) {
        outlet.publish(List.of(take(tally, clock.getAsLong(), nanos))); // it has just ended
      }
    }

    /** The request never reached the server. */
    public void withdrawn() {
      tally.withdrawn();
    }
  }
}
