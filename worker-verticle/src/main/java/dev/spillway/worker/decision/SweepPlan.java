package dev.spillway.worker.decision;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import java.util.List;

/**
 * What a worker has to see to after a sweep. It lists what may be done; whether it is done by this
 * worker is decided by the claims.
 *
 * @param start STARTING records that no worker holds and that were made just now
 * @param startOrTakeOver STARTING records that no worker holds and that another worker may have
 *     begun to start
 * @param stop DRAINING records, and STOPPING ones that are this worker's or nobody's any more
 * @param ready READY records
 */
public record SweepPlan(
    List<ServerRecord> start,
    List<ServerRecord> startOrTakeOver,
    List<ServerRecord> stop,
    List<ServerRecord> ready) {

  /**
   * Reads a pool's records for that worker. The scripts keep to the maximum already; but whoever
   * may write to Redis, as each gateway does, could enter more records by another way, so the
   * worker starts none beyond it.
   *
   * @param maximum records that may be, at the most
   */
  public static SweepPlan of(PoolSnapshot pool, String worker, int maximum) {
    List<ServerRecord> startable =
        pool.servers().stream()
            .limit(maximum)
            .filter(server -> server.state() == ServerState.STARTING && unclaimed(server, pool))
            .toList();
    return new SweepPlan(
        startable.stream().filter(server -> pool.created().contains(server.name())).toList(),
        startable.stream().filter(server -> !pool.created().contains(server.name())).toList(),
        pool.servers().stream().filter(server -> stoppable(server, pool, worker)).toList(),
        pool.servers().stream().filter(server -> server.state() == ServerState.READY).toList());
  }

  private static boolean stoppable(ServerRecord server, PoolSnapshot pool, String worker) {
    return switch (server.state()) {
      case DRAINING -> true;
      case STOPPING -> server.worker().equals(worker) || unclaimed(server, pool);
      default -> false;
    };
  }

  private static boolean unclaimed(ServerRecord server, PoolSnapshot pool) {
    return server.worker().isEmpty() || server.claimUntil() <= pool.now();
  }
}
