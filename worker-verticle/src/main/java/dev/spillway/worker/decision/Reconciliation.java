package dev.spillway.worker.decision;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the servers that run with the records that say which should, pass after pass.
 *
 * <p>The two can't be read at one moment. So the list of running servers is asked for first and the
 * records after it, and a finding counts only if a difference in reading times can't explain it: a
 * server without a record has to be found so in two passes; a record without a server has to have
 * been in its state before the list was asked for.
 */
public final class Reconciliation {
  /** What clocks and delays may hide, on top of the time between the two readings. */
  static final long MARGIN_MILLIS = 1000;

  private Set<String> suspects = Set.of();

  /**
   * A server that runs.
   *
   * @param pool its pool's name
   * @param name its own
   * @param url where it answers
   */
  public record Running(String pool, String name, String url) {}

  /**
   * A record whose server is dead.
   *
   * @param pool its pool's name
   */
  public record Missing(String pool, ServerRecord record) {}

  /**
   * What a pass found.
   *
   * @param adoptOrStop run without a record: to be adopted if healthy, stopped if not
   * @param stop run although their start was given up
   * @param dead records that say READY or DRAINING without a server that runs
   * @param foreign run for a pool that this worker doesn't scale: left alone
   * @param again whether something was found that only a second pass can tell for sure
   */
  public record Findings(
      List<Running> adoptOrStop,
      List<Running> stop,
      List<Missing> dead,
      List<Running> foreign,
      boolean again) {}

  /**
   * Compares.
   *
   * @param running what ran when the list was made
   * @param pools the records of every pool that this worker scales, by the pool's name, read after
   *     the list
   * @param busy servers that this worker is starting or stopping at the moment
   * @param sinceListMillis time from asking for the list until the records were read
   */
  public Findings compare(
      Collection<Running> running,
      Map<String, PoolSnapshot> pools,
      Set<String> busy,
      long sinceListMillis) {
    List<Running> foreign =
        running.stream().filter(server -> !pools.containsKey(server.pool())).toList();
    Map<String, ServerRecord> records =
        pools.values().stream()
            .flatMap(pool -> pool.servers().stream())
            .collect(Collectors.toMap(ServerRecord::name, Function.identity(), (a, b) -> a));
    List<Running> adoptOrStop = new ArrayList<>();
    List<Running> stop = new ArrayList<>();
    Set<String> suspectsNow = new HashSet<>();
    for (Running server : running) {
      ServerRecord record = records.get(server.name());
      boolean unwanted = record == null || record.state() == ServerState.FAILED;
      if (!unwanted || foreign.contains(server) || busy.contains(server.name())) {
        continue;
      }
      if (!suspects.contains(server.name())) {
        suspectsNow.add(server.name());
      } else if (record == null) {
        adoptOrStop.add(server);
      } else {
        stop.add(server);
      }
    }
    suspects = Set.copyOf(suspectsNow);
    Dead dead = dead(running, pools, busy, sinceListMillis);
    return new Findings(
        adoptOrStop, stop, dead.sure(), foreign, !suspects.isEmpty() || dead.unsure());
  }

  private static Dead dead(
      Collection<Running> running,
      Map<String, PoolSnapshot> pools,
      Set<String> busy,
      long sinceListMillis) {
    Map<String, Running> byName = new HashMap<>();
    running.forEach(server -> byName.put(server.name(), server));
    List<Missing> sure = new ArrayList<>();
    boolean unsure = false;
    for (Map.Entry<String, PoolSnapshot> entry : pools.entrySet()) {
      PoolSnapshot pool = entry.getValue();
      for (ServerRecord record : pool.servers()) {
        boolean shouldRun =
            record.state() == ServerState.READY || record.state() == ServerState.DRAINING;
        if (!shouldRun || byName.containsKey(record.name()) || busy.contains(record.name())) {
          continue;
        }
        if (pool.now() - record.since() > sinceListMillis + MARGIN_MILLIS) {
          sure.add(new Missing(entry.getKey(), record));
        } else {
          unsure = true;
        }
      }
    }
    return new Dead(sure, unsure);
  }

  private record Dead(List<Missing> sure, boolean unsure) {}
}
