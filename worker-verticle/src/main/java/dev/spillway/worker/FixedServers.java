package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerChanged.Cause;
import dev.spillway.state.FixedRound;
import dev.spillway.state.FixedServer;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.worker.decision.WholeRounds;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the records of a pool whose servers are there without us: those that the configuration
 * lists, used while they are healthy. Nothing is started or stopped. Of several workers one probes;
 * the others stand by. For one event loop.
 */
final class FixedServers {
  private static final Logger log = LoggerFactory.getLogger(FixedServers.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final WorkerParts parts;
  private final String pool;
  private final PoolState state;
  private final PoolLimits limits;
  private final Runnable onRound;
  private final Map<String, ProbedServer> servers = new LinkedHashMap<>();
  private final WholeRounds wholeRounds = new WholeRounds();
  private Map<String, ServerRecord> told = Map.of();
  private Optional<PoolSnapshot> latest = Optional.empty();
  private long timer = -1;
  private boolean running;
  private boolean again;
  private boolean closed;

  /**
   * @param onRound is told after each round that was a whole one
   */
  FixedServers(
      WorkerParts parts, PoolConfig pool, PoolState state, PoolLimits limits, Runnable onRound) {
    this.parts = parts;
    this.pool = pool.name();
    this.state = state;
    this.limits = limits;
    this.onRound = onRound;
    Turns turns = new Turns(parts.vertx());
    for (String url : pool.servers()) {
      String name = FixedServer.name(pool.name(), url);
      servers.put(name, new ProbedServer(parts, turns, name, url, pool.health(), this::soon));
    }
  }

  /** Makes a round now and from now on. */
  void start() {
    timer = parts.vertx().setPeriodic(INTERVAL.toMillis(), tick -> round());
    round();
  }

  /** Makes a round as soon as possible. */
  void soon() {
    if (running) {
      again = true;
    } else {
      round();
    }
  }

  /** A gateway could not use a server. */
  void suspected(String server) {
    ProbedServer known = servers.get(server);
    if (known != null) {
      known.look();
    }
  }

  /** A gateway tells what it served. */
  void served(RequestServed event) {
    ProbedServer known = servers.get(event.server());
    RequestServed.StatusCounts by = event.statuses();
    // Of the others some may be the gateway's own.
    if (known != null && by.success() + by.redirection() > 0) {
      known.answered();
    }
  }

  /** What the last whole round saw. */
  Optional<PoolSnapshot> latest() {
    return latest;
  }

  /** No more rounds and probes. */
  void close() {
    closed = true;
    parts.vertx().cancelTimer(timer);
    servers.values().forEach(ProbedServer::leave);
  }

  private void round() {
    if (running || closed) {
      return;
    }
    running = true;
    List<FixedServer> found = found();
    wholeRounds
        .toAffirm(found, System.nanoTime())
        .map(last -> affirm(found, last))
        .orElseGet(() -> wholeRound(found))
        .onFailure(failure -> log.debug("pool={} round failed", pool, failure))
        .onComplete(
            (done, failure) -> {
              running = false;
              if (again) {
                again = false;
                round();
              }
            });
  }

  private List<FixedServer> found() {
    return servers.values().stream().map(ProbedServer::found).toList();
  }

  private Future<Void> affirm(List<FixedServer> found, FixedRound last) {
    return state
        .affirmFixed(parts.worker(), last)
        .compose(holds -> holds || closed ? Future.succeededFuture() : wholeRound(found));
  }

  private Future<Void> wholeRound(List<FixedServer> said) {
    return state
        .keepFixed(parts.worker(), said, limits)
        .onSuccess(round -> seeTo(said, round))
        .mapEmpty();
  }

  private void seeTo(List<FixedServer> said, FixedRound round) {
    if (closed) {
      return;
    }
    wholeRounds.made(said, round, System.nanoTime());
    servers.values().forEach(round.probes() ? ProbedServer::watch : ProbedServer::leave);
    latest = Optional.of(round.pool());
    tell(round.pool().servers(), round.probes());
    onRound.run();
  }

  /** Says what changed; only one worker does. */
  private void tell(Collection<ServerRecord> records, boolean mine) {
    Map<String, ServerRecord> now = new HashMap<>();
    for (ServerRecord record : records) {
      now.put(record.name(), record);
      ServerRecord before = told.get(record.name());
      if (mine && (before == null || before.state() != record.state())) {
        announce(record, record.state(), reason(record));
      }
    }
    if (mine) {
      told.values().stream()
          .filter(record -> !now.containsKey(record.name()))
          .forEach(record -> announce(record, ServerState.GONE, "no longer configured"));
    }
    told = now;
  }

  private static String reason(ServerRecord record) {
    return switch (record.state()) {
      case READY -> "healthy";
      case FAILED -> "not healthy: " + record.reason();
      case DRAINING -> "no longer configured";
      default -> "configured";
    };
  }

  private static Cause cause(ServerState now) {
    return switch (now) {
      case READY -> Cause.HEALTHY;
      case FAILED -> Cause.NOT_HEALTHY;
      case DRAINING, GONE -> Cause.NOT_CONFIGURED;
      default -> Cause.UNKNOWN;
    };
  }

  private void announce(ServerRecord record, ServerState now, String reason) {
    parts
        .announcer()
        .server(pool, record.name(), record.url(), now, cause(now), reason, Duration.ZERO);
  }
}
