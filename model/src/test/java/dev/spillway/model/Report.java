package dev.spillway.model;

/** A gateway's report as Redis gets it. */
final class Report {
  final int gateway;

  /** How many reports ago it was made. */
  final int lag;

  final boolean first;
  final boolean withLease;
  final boolean leaving;
  final int waiting;

  /** How many of those that wait it asks permits for. */
  int asks;

  final boolean[] listed;
  final int[] held;
  final int[] inFlight;

  Report(
      int gateway,
      int lag,
      boolean first,
      boolean withLease,
      boolean leaving,
      int waiting,
      int servers) {
    this.gateway = gateway;
    this.lag = lag;
    this.first = first;
    this.withLease = withLease;
    this.leaving = leaving;
    this.waiting = waiting;
    this.asks = waiting;
    this.listed = new boolean[servers];
    this.held = new int[servers];
    this.inFlight = new int[servers];
  }

  boolean listsAny() {
    for (boolean one : listed) {
      if (one) {
        return true;
      }
    }
    return false;
  }
}
