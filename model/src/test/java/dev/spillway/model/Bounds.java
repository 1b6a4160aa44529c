package dev.spillway.model;

import java.util.function.Consumer;

/**
 * The size of a world and what may go wrong in it. Messages may be late, lost and repeated, and
 * gateways silent for any time, in every world. Immutable.
 */
final class Bounds implements Cloneable {
  private int gateways;
  private int servers;
  private int capacity;
  private int minServers;
  private int maxServers;
  private int lease = 1;
  private int waiting = 1;
  private int reports = 1;
  private int losses;
  private int deaths;
  private int restarts;
  private boolean servesInOutage;
  private boolean started;
  private Rule removed;

  private Bounds() {}

  static Bounds of(int gateways, int servers, int capacity) {
    Bounds bounds = new Bounds();
    bounds.gateways = gateways;
    bounds.servers = servers;
    bounds.capacity = capacity;
    bounds.maxServers = servers;
    return bounds;
  }

  private Bounds with(Consumer<Bounds> change) {
    try {
      Bounds changed = (Bounds) clone();
      change.accept(changed);
      return changed;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** In ticks of the clock. */
  Bounds lease(int ticks) {
    return with(bounds -> bounds.lease = ticks);
  }

  /** Requests that may wait at one gateway. */
  Bounds waiting(int most) {
    return with(bounds -> bounds.waiting = most);
  }

  /** Reports of one gateway that may be under way at once; the oldest gives way. */
  Bounds reports(int most) {
    return with(bounds -> bounds.reports = most);
  }

  /** The limits of the pool. */
  Bounds pool(int minimum, int maximum) {
    return with(
        bounds -> {
          bounds.minServers = minimum;
          bounds.maxServers = maximum;
        });
  }

  /** How often Redis may lose its data, a server may die, the worker may be killed. */
  Bounds faults(int losses, int deaths, int restarts) {
    return with(
        bounds -> {
          bounds.losses = losses;
          bounds.deaths = deaths;
          bounds.restarts = restarts;
        });
  }

  /** A gateway without an answer goes on beyond its lease. */
  Bounds servingInOutage() {
    return with(bounds -> bounds.servesInOutage = true);
  }

  /** The maximum of servers is READY from the beginning. */
  Bounds startedBefore() {
    return with(bounds -> bounds.started = true);
  }

  Bounds without(Rule rule) {
    return with(bounds -> bounds.removed = rule);
  }

  boolean keeps(Rule rule) {
    return removed != rule;
  }

  int gateways() {
    return gateways;
  }

  /** Servers that may be known to anybody at once; further ones are not started. */
  int servers() {
    return servers;
  }

  int capacity() {
    return capacity;
  }

  int minServers() {
    return minServers;
  }

  int maxServers() {
    return maxServers;
  }

  int lease() {
    return lease;
  }

  int waiting() {
    return waiting;
  }

  int reports() {
    return reports;
  }

  int losses() {
    return losses;
  }

  int deaths() {
    return deaths;
  }

  int restarts() {
    return restarts;
  }

  boolean servesInOutage() {
    return servesInOutage;
  }

  boolean started() {
    return started;
  }

  /** As the documentation names it. */
  @Override
  public String toString() {
    return ("%d gateways, servers %d (%d to %d) of capacity %d, lease %d, waiting %d, reports %d,"
            + " losses %d, deaths %d, restarts %d%s%s%s")
        .formatted(
            gateways,
            servers,
            minServers,
            maxServers,
            capacity,
            lease,
            waiting,
            reports,
            losses,
            deaths,
            restarts,
            servesInOutage ? ", serving in an outage" : "",
            started ? ", started before" : "",
            removed == null ? "" : ", without " + removed);
  }
}
