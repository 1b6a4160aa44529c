package dev.spillway.lb.exchange;

import dev.spillway.lb.admission.PoolAdmission;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the exchanges of one admission with the shared state, at most one at a time: what asks
 * for another meanwhile is served together by the next. While requests wait it goes on by itself,
 * at growing intervals. All on one Vert.x context, except where a method says otherwise.
 */
final class PermitExchange {
  private static final Logger LOG = LoggerFactory.getLogger(PermitExchange.class);

  /** What is given back to others is gathered for so long, rather than sent one by one. */
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(5);

  private final Context context;
  private final PoolAdmission admission;
  private final PoolState state;
  private final PoolLimits limits;
  private final PoolEvents events;
  private final Pace pace = new Pace();
  private final LoopTimer next;

  private boolean underWay;
  private boolean againAtOnce;
  private boolean againInPace;
  private boolean left;

  PermitExchange(
      Vertx vertx,
      Context context,
      PoolAdmission admission,
      PoolState state,
      PoolLimits limits,
      PoolEvents events) {
    this.context = context;
    this.admission = admission;
    this.state = state;
    this.limits = limits;
    this.events = events;
    this.next = new LoopTimer(vertx, this::atOnce);
  }

  /** An exchange now, or right after the one under way. */
  void atOnce() {
    if (underWay) {
      againAtOnce = true;
    } else if (!left) {
      exchange();
    }
  }

  /** An exchange as soon as the pace allows. */
  void inPace() {
    if (underWay) {
      againInPace = true;
      return;
    }
    long delay = admission.waiting() > 0 ? pace.delay(System.nanoTime()) : GATHERING;
    if (delay == 0) {
      atOnce();
    } else {
      next.fireWithin(delay);
    }
  }

  /** The sign of life: an exchange, unless one is under way. */
  Future<Void> beat() {
    return underWay || left ? Future.succeededFuture() : exchange();
  }

  /** Gives all permits back; completes when that was said, or could not be. */
  Future<Void> leave() {
    left = true;
    next.cancel();
    return call(admission.beginLeaving()).otherwiseEmpty().mapEmpty();
  }

  /** Completes, and never fails, when the exchange is over. */
  private Future<Void> exchange() {
    underWay = true;
    againAtOnce = false;
    againInPace = false;
    next.cancel();
    return call(admission.beginExchange())
        .transform(
            outcome -> {
              underWay = false;
              try {
                if (outcome.succeeded()) {
                  answered(outcome.result());
                } else {
                  failed(outcome.cause());
                }
              } catch (RuntimeException e) {
                // A receiver threw, which it must not. Exchanges go on all the same.
                LOG.error("decision not taken pool={}", state.pool(), e);
              }
              continueIfWanted();
              return Future.succeededFuture();
            });
  }

  private Future<ExchangeAnswer> call(ExchangeReport report) {
    return Future.future(
        promise ->
            Future.succeededFuture(report)
                .compose(sent -> state.exchange(sent, limits))
                .onComplete(outcome -> context.runOnContext(v -> promise.handle(outcome))));
  }

  private void answered(ExchangeAnswer answer) {
    events.stateReached();
    int served = admission.answered(answer);
    events.serversRequested(answer.created());
    if (answer.accepted()) {
      events.maximumReached(answer.atMaximum(), limits.maxServers());
    }
    int waiting = admission.waiting();
    long now = System.nanoTime();
    if (waiting == 0) {
      pace.allServed();
    } else {
      if (served > 0) {
        pace.someServed(now);
      } else {
        pace.noneServed(now);
      }
      // Also where the answer knows of nothing idle elsewhere: it only knows what was reported, and
      // others give back what they free as long as they hear that somebody waits.
      events.permitsWanted(waiting);
    }
  }

  private void failed(Throwable cause) {
    pace.failed(System.nanoTime());
    admission.unreachable(cause.getMessage());
    events.stateUnreachable(cause.getMessage());
  }

  private void continueIfWanted() {
    if (left) {
      return;
    }
    if (againAtOnce) {
      exchange();
    } else if (againInPace || admission.waiting() > 0) {
      inPace();
    }
  }
}
