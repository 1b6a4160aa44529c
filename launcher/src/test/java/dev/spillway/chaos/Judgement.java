package dev.spillway.chaos;

import dev.spillway.chaos.Exchanges.Silence;
import dev.spillway.chaos.ServerLife.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether what came of every request is what the table of faults allows: its server's own answer,
 * once; or a failure for which its server, its gateway or the queue's bound is to blame.
 */
final class Judgement {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Recorder recorder;
  private final FaultLog faults;
  private final long queueTimeout;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  Judgement(Recorder recorder, FaultLog faults, long queueTimeoutMillis) {
    this.recorder = recorder;
    this.faults = faults;
    this.queueTimeout = TimeUnit.MILLISECONDS.toNanos(queueTimeoutMillis);
  }

  /** What is not allowed. */
  List<String> violations() {
    return violations;
  }

  /** How many requests ended in which way. */
  Map<String, Integer> counts() {
    return counts;
  }

  void judge(Shot shot) {
    List<Execution> executions = recorder.executions(shot.id());
    executedAtMostOnce(shot, executions);
    switch (shot.outcome()) {
      case ANSWERED -> judgeAnswer(shot, executions);
      case CUT -> {
        if (executions.isEmpty() && newWhenGatewayEnds(shot)) {
          verdict(shot, "cut unread, its gateway ended", true);
        } else {
          verdict(shot, "cut, its gateway was killed", gatewayEnded(shot));
        }
      }
      case CUT_IN_ANSWER ->
          verdict(
              shot,
              "cut in the answer, its server or gateway ended",
              gatewayEnded(shot) || executions.stream().anyMatch(this::died));
      case REFUSED ->
          verdict(
              shot,
              "refused, its gateway was down",
              shot.gateway().signalled() <= shot.ended() || starting(shot));
      default -> verdict(shot, "", false);
    }
  }

  private void judgeAnswer(Shot shot, List<Execution> executions) {
    switch (shot.status()) {
      case 200 ->
          verdict(
              shot,
              "answered by its server",
              executions.stream()
                  .filter(Execution::complete)
                  .anyMatch(done -> shot.text().equals(shot.id() + " " + done.server.name())));
      case 502 ->
          verdict(
              shot,
              "502, its server died",
              executions.isEmpty()
                  ? aServerDied(shot) || faults.dockerdRestarted(shot.sent(), shot.ended())
                  : executions.stream().anyMatch(this::died));
      case 503 ->
          verdict(
              shot,
              "503, after the queue's time or from a gateway that ends",
              shot.ended() - shot.sent() > queueTimeout * 9 / 10
                  || (shot.text().contains("shutting down") && shot.gateway().endIsOurs()));
      case 504 ->
          verdict(
              shot,
              "504, its server was paused",
              executions.stream().anyMatch(execution -> faults.wasHurt(execution.server)));
      default -> verdict(shot, "", false);
    }
  }

  private void verdict(Shot shot, String kind, boolean allowed) {
    if (allowed) {
      counts.merge(kind, 1, Integer::sum);
    } else {
      violations.add(
          "%s ended %s %d \"%s\" after %d ms; sent at %d; executed %s"
              .formatted(
                  name(shot),
                  shot.outcome(),
                  shot.status(),
                  shot.text().strip(),
                  (shot.ended() - shot.sent()) / 1_000_000,
                  shot.sent(),
                  describe(recorder.executions(shot.id()))));
    }
  }

  /** Again only if it may be repeated, and only after the server that had it died. */
  private void executedAtMostOnce(Shot shot, List<Execution> executions) {
    for (int i = 0; i + 1 < executions.size(); i++) {
      Execution earlier = executions.get(i);
      long again = executions.get(i + 1).began;
      boolean lost =
          earlier.server.ended() <= again + SECOND || faults.dockerdRestarted(earlier.began, again);
      if (!shot.idempotent() || !died(earlier) || !lost) {
        violations.add(name(shot) + " was executed more than once: " + describe(executions));
      } else {
        counts.merge("executed again after its server died", 1, Integer::sum);
      }
    }
  }

  /** Whether its server ended, or lost its port, before its answer can have got away for sure. */
  private boolean died(Execution execution) {
    long end = execution.server.ended();
    long away = execution.complete() ? execution.ended() + SECOND : ServerLife.NEVER;
    return (end != ServerLife.NEVER && end < away)
        || faults.dockerdRestarted(execution.began, away);
  }

  /**
   * Within some seconds a death is noticed, if nothing is in the way of those who notice it.
   * Whoever is killed can't tell when: the recorder may see it a little later than a gateway.
   */
  private boolean aServerDied(Shot shot) {
    return recorder.lives().stream()
        .filter(life -> life.ended() <= shot.ended() + (life.killed() ? SECOND : 0))
        .anyMatch(life -> faults.undisturbed(life.ended(), shot.sent()) < 5 * SECOND);
  }

  private static boolean gatewayEnded(Shot shot) {
    return shot.gateway().endIsOurs() && shot.gateway().ended() < shot.ended() + SECOND;
  }

  /** Who is asked to end takes nothing new; what it has taken it finishes. */
  private static boolean newWhenGatewayEnds(Shot shot) {
    long asked = shot.gateway().signalled();
    return asked <= shot.ended() && shot.sent() > asked - 5 * SECOND;
  }

  private static boolean starting(Shot shot) {
    return shot.text().equals("it is down");
  }

  /**
   * Never more requests at once on a server than it takes, but for those of a gateway that was
   * silent for longer than its lease while one of them was in flight.
   */
  void judgeLimits(Map<String, Shot> shots, int capacity, long leaseNanos) {
    Map<Part, List<Silence>> silences = new HashMap<>();
    for (ServerLife life : recorder.lives()) {
      judgeLimits(life, shots, capacity, leaseNanos, silences);
    }
  }

  private void judgeLimits(
      ServerLife life,
      Map<String, Shot> shots,
      int capacity,
      long leaseNanos,
      Map<Part, List<Silence>> silences) {
    List<Execution> open = new ArrayList<>();
    for (Execution next : life.executions()) {
      open.removeIf(earlier -> earlier.ended() <= next.began);
      open.add(next);
      if (open.size() > capacity) {
        boolean excused =
            open.stream().anyMatch(e -> silent(e, next.began, shots, leaseNanos, silences));
        if (excused) {
          counts.merge("above the limit, a gateway was silent beyond its lease", 1, Integer::sum);
        } else {
          violations.add(
              "%d requests at once on %s, at %d: %s"
                  .formatted(open.size(), life.name(), next.began, gateways(open, shots)));
        }
      }
    }
    List<Execution> cut = life.executions().stream().filter(e -> !e.complete()).toList();
    if (!life.alive() && !faults.wasHurt(life) && !cut.isEmpty()) {
      boolean excused =
          cut.stream().allMatch(e -> silent(e, life.ended(), shots, leaseNanos, silences));
      if (excused) {
        counts.merge(
            "cut by a stop, its gateway was silent beyond its lease", cut.size(), Integer::sum);
      } else {
        violations.add(
            "%s ended at %d (asked to at %d) with requests in flight: %s"
                .formatted(life.name(), life.ended(), life.terminated(), describe(cut)));
      }
    }
  }

  private static String gateways(List<Execution> open, Map<String, Shot> shots) {
    return open.stream()
        .map(
            e ->
                "%s by %s since %d"
                    .formatted(e.request, shots.get(e.request).gateway().name(), e.began))
        .toList()
        .toString();
  }

  private static boolean silent(
      Execution execution,
      long until,
      Map<String, Shot> shots,
      long leaseNanos,
      Map<Part, List<Silence>> silences) {
    // From when its gateway had it: a paused server, or a paused gateway with the permit in hand,
    // begins later than it was allowed to.
    Shot shot = shots.get(execution.request);
    return silences
        .computeIfAbsent(shot.gateway(), g -> g.exchanges().silences(leaseNanos, leaseNanos / 5))
        .stream()
        .anyMatch(silence -> silence.overlaps(shot.sent(), until));
  }

  /** Never two servers for one record. */
  void judgeServers(int maximum) {
    List<ServerLife> lives = recorder.lives();
    for (int i = 0; i < lives.size(); i++) {
      ServerLife one = lives.get(i);
      for (ServerLife other : lives.subList(i + 1, lives.size())) {
        if (one.name().equals(other.name())
            && one.began() < other.ended()
            && other.began() < one.ended()) {
          violations.add("two servers at once for the record " + one.name());
        }
      }
      long together =
          lives.stream().filter(l -> l.began() <= one.began() && one.began() < l.ended()).count();
      counts.merge("most servers at once", (int) together, Math::max);
      boolean dataLost = faults.dataLosses().stream().anyMatch(lost -> lost < one.began());
      if (together > maximum && !dataLost) {
        violations.add("%d servers at once, at %d".formatted(together, one.began()));
      }
    }
    counts.put("servers started", lives.size());
  }

  /** No part ended by itself. */
  void judgeParts(List<Seat> seats) {
    for (Seat seat : seats) {
      for (Part part : seat.parts()) {
        if (!part.alive() && !part.endIsOurs()) {
          violations.add(part.name() + " ended by itself:\n" + part.output());
        }
      }
    }
  }

  private static String name(Shot shot) {
    return "%s %s by %s"
        .formatted(shot.idempotent() ? "GET" : "POST", shot.id(), shot.gateway().name());
  }

  private static String describe(List<Execution> executions) {
    return executions.stream()
        .map(
            e ->
                "%s on %s from %d to %s (server ended %s)"
                    .formatted(
                        e.request,
                        e.server.name(),
                        e.began,
                        time(e.ended()),
                        time(e.server.ended())))
        .toList()
        .toString();
  }

  private static String time(long at) {
    return at == ServerLife.NEVER ? "never" : Long.toString(at);
  }
}
