package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.StopDecision;
import java.time.Duration;
import java.util.List;

/** The whole life of a server, by every script. */
final class ServerLife {
  static final Duration LEASE = Duration.ofSeconds(5);
  private static final PoolLimits LIMITS = new PoolLimits(1, 3, 4, LEASE);
  private static final PoolLimits NO_MINIMUM = new PoolLimits(0, 3, 4, LEASE);
  private static final Duration CLAIM = Duration.ofSeconds(30);

  private ServerLife() {}

  /**
   * Has a server start, serve and stop.
   *
   * @param asGateway the pool as a gateway reaches it
   * @param asWorker the same pool as a worker reaches it
   */
  static void run(PoolState asGateway, PoolState asWorker) {
    String server = await(asWorker.sweep("worker", LIMITS)).created().get(0);
    assertThat(await(asWorker.claimStart(server, "worker", CLAIM))).isTrue();
    assertThat(await(asWorker.ready(server, "worker", "http://x", 4))).isTrue();
    for (String gateway : List.of("a", "b")) {
      assertThat(report(asGateway, gateway, 1, 1).accepted()).isTrue();
      await(asGateway.exchange(new ExchangeReport(gateway, 2, true, 0, true, List.of()), LIMITS));
    }
    await(asWorker.drainIfIdle(server, Duration.ZERO, NO_MINIMUM));
    assertThat(await(asWorker.claimStop(server, "worker", CLAIM))).isEqualTo(StopDecision.STOP);
    assertThat(await(asWorker.remove(server))).isTrue();
  }

  private static ExchangeAnswer report(PoolState pool, String gateway, long sequence, int waiting) {
    return await(
        pool.exchange(
            new ExchangeReport(gateway, sequence, false, waiting, false, List.of()), LIMITS));
  }
}
