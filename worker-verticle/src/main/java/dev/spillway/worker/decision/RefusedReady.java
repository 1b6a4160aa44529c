package dev.spillway.worker.decision;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import java.util.Optional;

/**
 * What becomes of a healthy server whose record was not to be made READY. The claim may have lapsed
 * and another worker may have taken the very same server over; stopping it then would cut requests.
 */
public enum RefusedReady {
  /** It is READY at this address: an earlier call went through and only its answer was lost. */
  READY_ALREADY,
  /** Its record is in the hands of others: it is theirs to keep or stop. */
  LEAVE,
  /**
   * Another server of the pool has its address: one of the two has died, and which is not known.
   */
  ADDRESS_TAKEN,
  /** Nobody wants it. */
  STOP;

  /**
   * Decides by a look at the pool made after the refusal.
   *
   * @param worker who asked
   */
  public static RefusedReady decide(PoolSnapshot pool, String server, String url, String worker) {
    Optional<ServerRecord> record =
        pool.servers().stream().filter(candidate -> candidate.name().equals(server)).findFirst();
    if (record.isEmpty() || record.get().state() == ServerState.FAILED) {
      return STOP;
    }
    if (record.get().state() == ServerState.READY && record.get().url().equals(url)) {
      return READY_ALREADY;
    }
    boolean own =
        record.get().state() == ServerState.STARTING && record.get().worker().equals(worker);
    return own && isAnothers(pool, server, url) ? ADDRESS_TAKEN : LEAVE;
  }

  private static boolean isAnothers(PoolSnapshot pool, String server, String url) {
    return pool.servers().stream()
        .filter(other -> other.state() != ServerState.STARTING)
        .filter(other -> other.state() != ServerState.FAILED)
        .anyMatch(other -> other.url().equals(url) && !other.name().equals(server));
  }
}
