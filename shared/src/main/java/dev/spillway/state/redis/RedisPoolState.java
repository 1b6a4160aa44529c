package dev.spillway.state.redis;

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
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The state of one pool in Redis: each step is one script. */
final class RedisPoolState implements PoolState {
  private final String pool;
  private final PoolKeys keys;
  private final PoolScripts scripts;
  private final ScriptRunner runner;

  /** The birth token seen last: another one means that the pool's data was lost. */
  private volatile String birth = "";

  /** The servers that an exchange told last. */
  private volatile Roster roster = Roster.NONE;

  RedisPoolState(String pool, PoolScripts scripts, ScriptRunner runner) {
    this.pool = pool;
    this.keys = new PoolKeys(pool);
    this.scripts = scripts;
    this.runner = runner;
  }

  @Override
  public String pool() {
    return pool;
  }

  @Override
  public Future<ExchangeAnswer> exchange(ExchangeReport report, PoolLimits limits) {
    Roster known = roster;
    Object[] arguments = arguments(report, limits, known).toArray();
    return runner
        .run(pool, scripts.exchange(), keys.withGateway(report.gateway()), arguments)
        .map(
            reply -> {
              if (!Replies.isOne(reply.get(0))) {
                return Replies.tooLate(report.sequence());
              }
              Roster told = Replies.roster(known, reply);
              roster = told;
              return Replies.exchange(report.sequence(), told, reply);
            });
  }

  private static List<Object> arguments(ExchangeReport report, PoolLimits limits, Roster known) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(report.gateway());
    arguments.add(report.sequence());
    arguments.add(flag(report.leaseGood()));
    arguments.add(report.waiting());
    arguments.add(flag(report.leaving()));
    arguments.add(limits.lease().toMillis());
    arguments.add(limits.maxServers());
    arguments.add(limits.capacity());
    arguments.add(report.asks());
    arguments.add(known.id());
    for (ExchangeReport.Holding holding : report.holdings()) {
      arguments.add(holding.server());
      arguments.add(holding.held() + ":" + holding.inFlight());
      arguments.add(holding.idleMillis());
    }
    return arguments;
  }

  @Override
  public Future<PoolSnapshot> sweep(String worker, PoolLimits limits) {
    return run(
            scripts.sweep(),
            worker,
            limits.lease().toMillis(),
            limits.minServers(),
            limits.maxServers(),
            limits.capacity(),
            birth)
        .map(
            reply -> {
              birth = Replies.birth(reply);
              return Replies.snapshot(reply);
            });
  }

  @Override
  public Future<PoolSnapshot> snapshot() {
    return run(scripts.snapshot())
        .map(
            reply -> {
              // A worker looks around before its first round: data lost in between is missed by it,
              // too.
              if (birth.isEmpty()) {
                birth = Replies.birth(reply);
              }
              return Replies.snapshot(reply);
            });
  }

  @Override
  public Future<Boolean> claimStart(String server, String worker, Duration claim) {
    return run(scripts.claimStart(), server, worker, claim.toMillis()).map(Replies::isOne);
  }

  @Override
  public Future<Boolean> ready(String server, String worker, String url, int capacity) {
    return run(scripts.ready(), server, worker, url, capacity).map(Replies::isOne);
  }

  @Override
  public Future<Boolean> failed(String server, String worker, String reason) {
    return run(scripts.failed(), server, worker, reason).map(Replies::isOne);
  }

  @Override
  public Future<DrainDecision> drainIfIdle(String server, Duration idle, PoolLimits limits) {
    return run(scripts.drainIfIdle(), server, idle.toMillis(), limits.minServers())
        .map(Replies::drain);
  }

  @Override
  public Future<StopDecision> claimStop(String server, String worker, Duration claim) {
    return run(scripts.claimStop(), server, worker, claim.toMillis())
        .map(reply -> StopDecision.valueOf(reply.toString()));
  }

  @Override
  public Future<DeathNote> died(String server, String reason, Duration well) {
    return run(scripts.died(), server, reason, well.toMillis()).map(Replies::death);
  }

  @Override
  public Future<Boolean> remove(String server) {
    return run(scripts.remove(), server).map(Replies::isOne);
  }

  @Override
  public Future<Boolean> adopt(String server, String url, PoolLimits limits) {
    return run(
            scripts.adopt(),
            server,
            url,
            limits.lease().toMillis(),
            limits.maxServers(),
            limits.capacity())
        .map(Replies::isOne);
  }

  @Override
  public Future<FixedRound> keepFixed(String worker, List<FixedServer> servers, PoolLimits limits) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(worker);
    arguments.add(limits.lease().toMillis());
    arguments.add(limits.capacity());
    arguments.add(birth);
    for (FixedServer server : servers) {
      arguments.add(server.name());
      arguments.add(server.url());
      arguments.add(server.health());
      arguments.add(server.reason());
    }
    return run(scripts.keepFixed(), arguments.toArray())
        .map(
            reply -> {
              birth = Replies.birth(reply.get(1));
              return new FixedRound(
                  Replies.isOne(reply.get(0)),
                  Replies.snapshot(reply.get(1)),
                  reply.get(2).toString());
            });
  }

  @Override
  public Future<Boolean> affirmFixed(String worker, FixedRound last) {
    return run(scripts.affirmFixed(), worker, birth, last.roster(), flag(last.probes()))
        .map(Replies::isOne);
  }

  private Future<Response> run(LuaScript script, Object... arguments) {
    return runner.run(pool, script, keys.all(), arguments);
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }
}
