package dev.spillway.lb.admission;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;

/**
 * Numbers the reports, and remembers of the newest what its answer is to be judged by. Guarded by
 * the pool's lock. Times are those of {@link System#nanoTime()}.
 */
final class Reports {
  private final String gateway;
  private long sequence;
  private long sentAt;

  /** When the newest report that was answered was sent. */
  private long answeredSentAt;

  Reports(String gateway, long now) {
    this.gateway = gateway;
    this.answeredSentAt = now;
  }

  ExchangeReport write(
      long now, boolean leaseGood, int waiting, int asks, boolean leaving, PermitBook book) {
    sequence++;
    sentAt = now;
    return new ExchangeReport(
        gateway, sequence, leaseGood, waiting, asks, leaving, book.holdings(now, answeredSentAt));
  }

  /** Whether it answers the newest report. */
  boolean isAnswerToNewest(ExchangeAnswer answer) {
    return answer.sequence() == sequence;
  }

  /** The newest report was answered; says when it was sent. */
  long answered() {
    answeredSentAt = sentAt;
    return sentAt;
  }
}
