package dev.spillway.lb.exchange;

import dev.spillway.lb.admission.PoolAdmission;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the exchanges of one admission with the shared state, at most one at a time: what asks
 * for another meanwhile is served together by the next. While requests wait it goes on by itself,
 * at growing intervals. All on one Vert.x context, except where a method says otherwise.
 */
final class PermitExchange {
  private static final Logger LOG = LoggerFactory.getLogger(PermitExchange.class);

  private final Context context;
  private final PoolAdmission admission;
  private final PoolState state;
  private final PoolLimits limits;
  private final PoolEvents events;
  private final ExchangeTurns turns = new ExchangeTurns();
  private final LoopTimer next;

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
    if (turns.atOnce() && !left) {
      exchange();
    }
  }

  /** An exchange as soon as the pace allows. */
  void inPace() {
    after(turns.inPace(admission.waiting(), admission.owesOthers(), System.nanoTime()));
  }

  private void after(long delay) {
    if (delay == 0) {
      atOnce();
    } else if (delay != ExchangeTurns.NONE) {
      next.fireWithin(delay);
    }
  }

  /** The sign of life: an exchange, unless one is under way. */
  Future<Void> beat() {
    return turns.underWay() || left ? Future.succeededFuture() : exchange();
  }

  /** Gives all permits back; completes when that was said, or could not be. */
  Future<Void> leave() {
    left = true;
    next.cancel();
    return call(admission.beginLeaving()).otherwiseEmpty().mapEmpty();
  }

  /** Completes, and never fails, when the exchange is over. */
  private Future<Void> exchange() {
    turns.begun();
    next.cancel();
    return call(admission.beginExchange())
        .transform(
            outcome -> {
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
    if (answer.waitingElsewhere() > 0 && answer.share().free() > 0) {
      events.permitsFreed(answer.share().free());
    }
    int waiting = admission.waiting();
    turns.answered(answer, served, waiting, System.nanoTime());
    if (waiting > 0) {
      // Also where the answer knows of nothing idle elsewhere: it only knows what was reported, and
      // others give back what they free as long as they hear that somebody waits.
      events.permitsWanted(waiting);
    }
  }

  private void failed(Throwable cause) {
    turns.failed(System.nanoTime());
    admission.unreachable(cause.getMessage());
    events.stateUnreachable(cause.getMessage());
  }

  private void continueIfWanted() {
    long delay = turns.over(admission.waiting(), admission.owesOthers(), System.nanoTime());
    if (!left) {
      after(delay);
    }
  }
}
