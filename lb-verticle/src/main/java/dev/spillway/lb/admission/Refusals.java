package dev.spillway.lb.admission;

import dev.spillway.lb.admission.Admission.Decision.Reason;
import dev.spillway.lb.admission.Admission.Decision.Refused;
import dev.spillway.state.ExchangeAnswer;
import java.time.Duration;

/**
 * Says why a request got no permit, with what is known of the cause; and counts. The texts are made
 * when the cause changes, not per request. Guarded by the pool's lock.
 */
final class Refusals {
  private static final Refused SHUTTING_DOWN =
      new Refused(Reason.SHUTTING_DOWN, "the gateway is shutting down");

  private final AdmissionRules rules;
  private String unreachable = "";
  private String lastFailure = "";
  private boolean atMaximum;
  private Refused queueFull;
  private Refused queueTimeout;
  private Refused stateUnreachable;
  private long count;
  private Refused last;

  Refusals(AdmissionRules rules) {
    this.rules = rules;
    causeChanged();
  }

  void learn(ExchangeAnswer answer) {
    boolean changed =
        !unreachable.isEmpty()
            || atMaximum != answer.atMaximum()
            || !lastFailure.equals(answer.lastFailure());
    unreachable = "";
    atMaximum = answer.atMaximum();
    lastFailure = answer.lastFailure();
    if (changed) {
      causeChanged();
    }
  }

  void learnUnreachable(String cause) {
    if (!cause.equals(unreachable)) {
      unreachable = cause;
      causeChanged();
    }
  }

  Refused queueFull() {
    return counted(queueFull);
  }

  Refused queueTimeout() {
    return counted(queueTimeout);
  }

  Refused stateUnreachable() {
    return counted(stateUnreachable);
  }

  Refused shuttingDown() {
    return counted(SHUTTING_DOWN);
  }

  private Refused counted(Refused refusal) {
    count++;
    last = refusal;
    return refusal;
  }

  /** How many refusals were handed out so far. */
  long count() {
    return count;
  }

  /** The text of the last one handed out; empty if there was none. */
  String lastDetail() {
    return last == null ? "" : last.detail();
  }

  private void causeChanged() {
    String cause = cause();
    stateUnreachable =
        new Refused(Reason.STATE_UNREACHABLE, "the shared state can't be reached: " + unreachable);
    queueFull =
        new Refused(
            Reason.QUEUE_FULL,
            rules.maxWaiting() == 0
                ? "no server is free, and none may wait for one" + cause
                : "no server is free, and %d requests wait already%s"
                    .formatted(rules.maxWaiting(), cause));
    queueTimeout =
        new Refused(
            Reason.QUEUE_TIMEOUT,
            "no server became free within %s%s".formatted(text(rules.maxWait()), cause));
  }

  private String cause() {
    if (!unreachable.isEmpty()) {
      return "; the shared state can't be reached: " + unreachable;
    }
    if (!lastFailure.isEmpty()) {
      return "; the last start failed: " + lastFailure;
    }
    return atMaximum ? "; the maximum of servers is in use" : "";
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
