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
  /** Nobody wants it. */
  STOP;

  /** Decides by a look at the pool made after the refusal. */
  public static RefusedReady decide(PoolSnapshot pool, String server, String url) {
    Optional<ServerRecord> record =
        pool.servers().stream().filter(candidate -> candidate.name().equals(server)).findFirst();
    if (record.isEmpty() || record.get().state() == ServerState.FAILED) {
      return STOP;
    }
    boolean ready = record.get().state() == ServerState.READY && record.get().url().equals(url);
    return ready ? READY_ALREADY : LEAVE;
  }
}
