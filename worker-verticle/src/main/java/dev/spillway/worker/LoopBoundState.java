package dev.spillway.worker;

import dev.spillway.state.DeathNote;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.FixedRound;
import dev.spillway.state.FixedServer;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.StopDecision;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A pool's state whose answers arrive on the worker's own loop. */
record LoopBoundState(PoolState state, OwnLoop loop) implements PoolState {

  @Override
  public String pool() {
    return state.pool();
  }

  @Override
  public Future<ExchangeAnswer> exchange(ExchangeReport report, PoolLimits limits) {
    return loop.bring(state.exchange(report, limits));
  }

  @Override
  public Future<PoolSnapshot> sweep(String worker, PoolLimits limits) {
    return loop.bring(state.sweep(worker, limits));
  }

  @Override
  public Future<PoolSnapshot> snapshot() {
    return loop.bring(state.snapshot());
  }

  @Override
  public Future<Boolean> claimStart(String server, String worker, Duration claim) {
    return loop.bring(state.claimStart(server, worker, claim));
  }

  @Override
  public Future<Boolean> ready(String server, String worker, String url, int capacity) {
    return loop.bring(state.ready(server, worker, url, capacity));
  }

  @Override
  public Future<Boolean> failed(String server, String worker, String reason) {
    return loop.bring(state.failed(server, worker, reason));
  }

  @Override
  public Future<DrainDecision> drainIfIdle(String server, Duration idle, PoolLimits limits) {
    return loop.bring(state.drainIfIdle(server, idle, limits));
  }

  @Override
  public Future<StopDecision> claimStop(String server, String worker, Duration claim) {
    return loop.bring(state.claimStop(server, worker, claim));
  }

  @Override
  public Future<DeathNote> died(String server, String reason, Duration well) {
    return loop.bring(state.died(server, reason, well));
  }

  @Override
  public Future<Boolean> remove(String server) {
    return loop.bring(state.remove(server));
  }

  @Override
  public Future<Boolean> adopt(String server, String url, PoolLimits limits) {
    return loop.bring(state.adopt(server, url, limits));
  }

  @Override
  public Future<FixedRound> keepFixed(String worker, List<FixedServer> servers, PoolLimits limits) {
    return loop.bring(state.keepFixed(worker, servers, limits));
  }

  @Override
  public Future<Boolean> affirmFixed(String worker, FixedRound last) {
    return loop.bring(state.affirmFixed(worker, last));
  }
}
