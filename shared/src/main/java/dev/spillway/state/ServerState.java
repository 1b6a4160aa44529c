package dev.spillway.state;

import java.util.Locale;
import java.util.Set;

/**
 * What a server's record says of it. This enum is the one place that lists the allowed moves; the
 * scripts carry them out.
 */
public enum ServerState {
  /** Wanted: waits for a worker, or a worker is starting it. */
  STARTING,
  /** Takes requests. */
  READY,
  /** Takes no further requests; those in flight finish. Goes back to READY if demand returns. */
  DRAINING,
  /** Being stopped: the point of no return. */
  STOPPING,
  /**
   * Could not be started; the record stays, with its reason, until the backoff is over. Of a fixed
   * server: not healthy; the record stays.
   */
  FAILED,
  /** No longer there. Never recorded, only told in events. */
  GONE,
  /** A state that this version doesn't know. Never recorded by it. */
  UNKNOWN;

  /**
   * The states that may follow this one. Any state may be followed by {@link #GONE}. Only a fixed
   * server becomes FAILED once it was READY, or READY once it was FAILED.
   */
  public Set<ServerState> next() {
    return switch (this) {
      case STARTING -> Set.of(READY, FAILED, GONE);
      case READY -> Set.of(DRAINING, FAILED, GONE);
      case DRAINING -> Set.of(READY, STOPPING, FAILED, GONE);
      case FAILED -> Set.of(READY, GONE);
      case STOPPING -> Set.of(GONE);
      case GONE, UNKNOWN -> Set.of();
    };
  }

  /** The state of that name in any case, or {@link #UNKNOWN}. */
  public static ServerState parse(String name) {
    for (ServerState state : values()) {
      if (state.name().equals(name.toUpperCase(Locale.ROOT))) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
