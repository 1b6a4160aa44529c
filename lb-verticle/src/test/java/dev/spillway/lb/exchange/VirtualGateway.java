package dev.spillway.lb.exchange;

import dev.spillway.config.Balance;
import dev.spillway.config.OutagePolicy;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.AdmissionRules;
import dev.spillway.lb.admission.PoolAdmission;
import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * One gateway of a {@link VirtualPool}: its real admission and the real decisions when to have an
 * exchange, with a wire and an event bus that take as long as the pool says.
 */
final class VirtualGateway {
  private final VirtualPool pool;
  private final VirtualTime time;
  private final ExchangeTurns turns = new ExchangeTurns();
  final PoolAdmission admission;
  long served;
  private long timer;

  VirtualGateway(VirtualPool pool, String id) {
    this.pool = pool;
    this.time = pool.time;
    AdmissionRules rules =
        new AdmissionRules(100_000, Duration.ofDays(1), VirtualPool.LEASE, OutagePolicy.SERVE);
    this.admission =
        new PoolAdmission(
            id,
            rules,
            BalancingAlgorithm.of(Balance.LEAST_CONNECTIONS, new SplittableRandom(1)),
            time::now,
            this::exchangeWanted,
            () -> {});
    beat(rules.heartbeat().toNanos());
  }

  /** So many clients send one request after the other. */
  void load(int clients, LongSupplier durationNanos) {
    for (int i = 0; i < clients; i++) {
      request(durationNanos, true);
    }
  }

  void request(LongSupplier durationNanos, boolean again) {
    admission.enter(
        decision ->
            time.after(
                durationNanos.getAsLong(),
                () -> {
                  served++;
                  ((Granted) decision).permit().release();
                  if (again) {
                    request(durationNanos, true);
                  }
                }));
  }

  private void beat(long interval) {
    atOnceUnlessUnderWay();
    time.after(interval, () -> beat(interval));
  }

  private void atOnceUnlessUnderWay() {
    if (!turns.underWay()) {
      exchange();
    }
  }

  /** As the gate: on the event loop. */
  private void exchangeWanted() {
    time.after(
        0, () -> after(turns.inPace(admission.waiting(), admission.owesOthers(), time.now())));
  }

  private void atOnce() {
    if (turns.atOnce()) {
      exchange();
    }
  }

  private void after(long delay) {
    if (delay == 0) {
      atOnce();
    } else if (delay != ExchangeTurns.NONE) {
      long millis = (delay + VirtualTime.MILLI - 1) / VirtualTime.MILLI * VirtualTime.MILLI;
      long set = ++timer;
      time.after(
          millis,
          () -> {
            if (set == timer) {
              atOnce();
            }
          });
    }
  }

  private void exchange() {
    turns.begun();
    timer++;
    ExchangeReport report = admission.beginExchange();
    time.after(
        pool.wire(),
        () -> {
          ExchangeAnswer answer = pool.exchange(report);
          time.after(pool.wire(), () -> answered(answer));
        });
  }

  private void answered(ExchangeAnswer answer) {
    int served = admission.answered(answer);
    if (answer.waitingElsewhere() > 0 && answer.share().free() > 0) {
      pool.tellOthers(this, VirtualGateway::permitsFreed);
    }
    int waiting = admission.waiting();
    turns.answered(answer, served, waiting, time.now());
    if (waiting > 0) {
      pool.tellOthers(this, VirtualGateway::permitsWanted);
    }
    after(turns.over(waiting, admission.owesOthers(), time.now()));
  }

  private void permitsFreed() {
    if (admission.waiting() > 0) {
      atOnce();
    }
  }

  private void permitsWanted() {
    if (admission.othersWantPermits()) {
      atOnce();
    }
  }
}
