package dev.spillway.worker.decision;

import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerState;
import java.util.EnumSet;
import java.util.Set;

/** Notices when a pool comes to one of its bounds; says so once, not as long as it stays there. */
public final class PoolEdges {

  /** A bound of the pool. */
  public enum Edge {
    /** Scaled down to the minimum, after there were more. */
    MINIMUM,
    /** Requests wait for more servers than the maximum allows. */
    MAXIMUM
  }

  private final PoolLimits limits;
  private boolean aboveMinimum;
  private boolean atMaximum;

  public PoolEdges(PoolLimits limits) {
    this.limits = limits;
  }

  /** The bounds that this snapshot is at and the one before was not. */
  public Set<Edge> reached(PoolSnapshot pool) {
    Set<Edge> reached = EnumSet.noneOf(Edge.class);
    long alive =
        pool.servers().stream().filter(server -> server.state() != ServerState.FAILED).count();
    long starting =
        pool.servers().stream().filter(server -> server.state() == ServerState.STARTING).count();
    boolean above = alive > limits.minServers();
    if (aboveMinimum && !above) {
      reached.add(Edge.MINIMUM);
    }
    aboveMinimum = above;
    boolean atTop =
        alive >= limits.maxServers() && pool.waiting() > starting * (long) limits.capacity();
    if (atTop && !atMaximum) {
      reached.add(Edge.MAXIMUM);
    }
    atMaximum = atTop;
    return reached;
  }
}
