package dev.spillway.lb.admission;

import dev.spillway.lb.balance.Candidate;
import dev.spillway.state.ServerState;

/** What this gateway has of one server. Guarded by the pool's lock; changed by its book alone. */
final class ServerPermits extends Candidate {
  final String name;
  long ordinal;
  String url = "";

  /** READY, DRAINING, or GONE; only READY takes requests. */
  ServerState state = ServerState.GONE;

  /** Permits that may be spent, those in flight included; may be below {@link #inFlight}. */
  int held;

  int inFlight;
  int othersInFlight;

  /** When a request last began or ended here, by the monotonic clock; see {@link #everUsed}. */
  long lastUse;

  boolean everUsed;

  /** Whether it is passed over for a moment, and until when. */
  boolean aside;

  long asideUntil;

  /** How many requests it has failed in a row, and how often it was set aside for that. */
  int failures;

  int setAsides;

  /** The number of the last answer that listed it. */
  long listedIn;

  ServerPermits(String name) {
    this.name = name;
  }

  boolean ready() {
    return state == ServerState.READY;
  }

  int idle() {
    return ready() ? Math.max(0, held - inFlight) : 0;
  }

  void used(long now) {
    lastUse = now;
    everUsed = true;
  }

  @Override
  protected long ordinal() {
    return ordinal;
  }

  @Override
  protected int load() {
    return inFlight + othersInFlight;
  }

  @Override
  protected boolean hasRoom() {
    return inFlight < held && state == ServerState.READY;
  }
}
