package dev.spillway.lb.exchange;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.RedisConfig;
import dev.spillway.lb.admission.Admission;
import dev.spillway.lb.admission.AdmissionRules;
import dev.spillway.lb.admission.PoolAdmission;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The admission of one pool in this process, supplied with permits. One per pool and process; its
 * own work is done on one Vert.x context, while any thread may use the admission.
 */
public final class PoolGate {
  /** How often changes of the queue are told at the most. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Vertx vertx;
  private final Context context;
  private final PoolAdmission admission;
  private final PermitExchange exchange;
  private final PoolEvents events;
  private final LoopTimer expiry;
  private final LoopTimer look;
  private final String pool;
  private final String gateway;
  private final Promise<Void> quiet = Promise.promise();
  private final Promise<Void> closed = Promise.promise();
  private final long heartbeatMillis;

  private BusHints hints;
  private long heartbeatTimer;
  private boolean closing;
  private boolean left;

  private PoolGate(
      Vertx vertx, PoolConfig pool, RedisConfig redis, PoolState state, String gatewayId) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.pool = pool.name();
    this.gateway = gatewayId;
    AdmissionRules rules =
        new AdmissionRules(
            pool.queue().maxLength(),
            pool.queue().timeout(),
            redis.lease(),
            redis.onOutage(),
            pool.faults());
    this.heartbeatMillis = Math.max(1, rules.heartbeat().toMillis());
    this.admission =
        new PoolAdmission(
            gatewayId,
            rules,
            balancing(pool),
            System::nanoTime,
            this::exchangeWanted,
            quiet::tryComplete);
    this.events = new PoolEvents(vertx.eventBus(), pool.name(), gatewayId);
    this.expiry = new LoopTimer(vertx, this::expire);
    this.look = new LoopTimer(vertx, this::look);
    this.exchange =
        new PermitExchange(vertx, context, admission, state, limits(pool, redis), events);
  }

  private static BalancingAlgorithm balancing(PoolConfig pool) {
    return pool.servers().isEmpty()
        ? BalancingAlgorithm.of(pool.balance(), new SplittableRandom())
        : BalancingAlgorithm.ofFixed(pool.balance(), new SplittableRandom(), System::nanoTime);
  }

  /**
   * Opens the gate of a pool. Completes after the first exchange, whether it was answered or not: a
   * gate without permits lets requests wait until the state can be reached. Never fails.
   *
   * @param gatewayId this gateway's id, unique to one run of one process
   */
  public static Future<PoolGate> open(
      Vertx vertx, PoolConfig pool, RedisConfig redis, PoolState state, String gatewayId) {
    PoolGate gate = new PoolGate(vertx, pool, redis, state, gatewayId);
    Promise<PoolGate> open = Promise.promise();
    gate.context.runOnContext(v -> gate.start().map(gate).onComplete(open));
    return open.future();
  }

  private static PoolLimits limits(PoolConfig pool, RedisConfig redis) {
    return pool.servers().isEmpty()
        ? new PoolLimits(pool.minReplicas(), pool.maxReplicas(), pool.maxRequests(), redis.lease())
        : PoolLimits.fixed(pool.maxRequests(), redis.lease());
  }

  private Future<Void> start() {
    hints = new BusHints(vertx.eventBus(), pool, gateway, admission, exchange);
    heartbeatTimer = vertx.setPeriodic(heartbeatMillis, id -> exchange.beat());
    return hints.known().otherwiseEmpty().compose(known -> exchange.beat());
  }

  /** Where requests enter the pool. */
  public Admission admission() {
    return admission;
  }

  /** How many requests wait now. Any thread. */
  public int waiting() {
    return admission.waiting();
  }

  /** How many requests have a permit now. Any thread. */
  public int inFlight() {
    return admission.inFlight();
  }

  /**
   * Closes the gate: requests go on for as long as any is waiting or in flight, at most so long;
   * those that wait even then are refused. Then all permits are given back, and every request is
   * refused from then on. Completes when that is done, and never fails. Any thread; a second call
   * answers when the first is done.
   */
  public Future<Void> close(Duration timeout) {
    context.runOnContext(v -> beginClosing(timeout));
    return closed.future();
  }

  private void beginClosing(Duration timeout) {
    if (closing) {
      return;
    }
    closing = true;
    admission.awaitQuiet();
    long millis = timeout.toMillis();
    Future<Void> wait =
        millis > 0
            ? quiet.future().timeout(millis, TimeUnit.MILLISECONDS)
            : Future.succeededFuture();
    wait.onComplete(over -> context.runOnContext(v -> leave().onComplete(closed)));
  }

  private Future<Void> leave() {
    vertx.cancelTimer(heartbeatTimer);
    left = true;
    look.cancel();
    expiry.cancel();
    return Future.join(exchange.leave(), hints.stop())
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .onComplete(left -> events.tellChanges(admission));
  }

  private void exchangeWanted() {
    context.runOnContext(
        v -> {
          exchange.inPace();
          watchExpiry();
          lookSoon();
        });
  }

  private void lookSoon() {
    if (!left) {
      look.fireWithin(LOOK_NANOS);
    }
  }

  private void look() {
    // Asked before anything is told: what comes after that asks for an exchange, and so for a look.
    boolean again = admission.unsettled();
    events.tellChanges(admission);
    watchExpiry();
    if (again) {
      lookSoon();
    }
  }

  private void expire() {
    admission.expire();
    watchExpiry();
  }

  private void watchExpiry() {
    long nanos = admission.nanosUntilExpiry();
    if (nanos != Long.MAX_VALUE) {
      expiry.fireWithin(nanos);
    }
  }
}
