package dev.spillway.worker.decision;

import java.util.HashMap;
import java.util.Map;

/**
 * Since when one server has been idle, and when it is worth looking again. All times are
 * milliseconds of one monotonic clock of this process.
 *
 * <p>It is made for a single timer that is never moved when a request arrives: the timer fires at
 * the time that was right when it was set, and is set again for the rest. That is never too late,
 * for activity only moves the moment of being idle away.
 */
public final class IdleClock {
  private final long idleMillis;
  private final long trustMillis;
  private final Map<String, Long> busyGateways = new HashMap<>();
  private boolean busyByRecord;
  private long lastActivity;

  /**
   * A server last active at that time.
   *
   * @param idleMillis after how long without activity it counts as idle, at least 1
   * @param trustMillis for how long a gateway's word that requests are in flight outweighs a record
   *     without any: records lag behind events by up to a heartbeat, and a gateway that died never
   *     takes its word back
   */
  public IdleClock(long idleMillis, long trustMillis, long lastActivity) {
    this.idleMillis = idleMillis;
    this.trustMillis = trustMillis;
    this.lastActivity = lastActivity;
  }

  /** A gateway says when a request last began or ended, and whether any is in flight there. */
  public void heard(String gateway, long activityAt, boolean inFlight, long now) {
    lastActivity = Math.max(lastActivity, activityAt);
    if (inFlight) {
      busyGateways.put(gateway, now);
    } else {
      busyGateways.remove(gateway);
    }
  }

  /** The pool's record says when a request last began or ended, and whether any is in flight. */
  public void recorded(long activityAt, boolean inFlight, long now) {
    lastActivity = Math.max(lastActivity, activityAt);
    busyByRecord = inFlight;
    busyGateways.values().removeIf(saidAt -> now - saidAt > trustMillis);
  }

  /** Whether it has been idle for long enough. */
  public boolean idleAt(long now) {
    return !busy() && now - lastActivity >= idleMillis;
  }

  /** When it becomes idle if nothing happens any more; in the past if it is idle. */
  public long idleFrom(long now) {
    return busy() ? now + idleMillis : lastActivity + idleMillis;
  }

  /**
   * For how long it can't become idle, at least 1. While requests are in flight that is the whole
   * idle time: it starts anew at their end.
   */
  public long millisToNextLook(long now) {
    return Math.max(1, idleFrom(now) - now);
  }

  private boolean busy() {
    return busyByRecord || !busyGateways.isEmpty();
  }
}
