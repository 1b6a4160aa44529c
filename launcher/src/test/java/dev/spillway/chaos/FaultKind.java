package dev.spillway.chaos;

import java.util.EnumSet;
import java.util.Set;

/** What is done to an installation. */
enum FaultKind {
  KILL_GATEWAY(Scope.GATEWAY),
  TERMINATE_GATEWAY(Scope.GATEWAY),
  PAUSE_GATEWAY_WITHIN_LEASE(Scope.GATEWAY),
  PAUSE_GATEWAY_BEYOND_LEASE(Scope.GATEWAY),
  KILL_WORKER(Scope.WORKER),
  PAUSE_WORKER(Scope.WORKER),
  KILL_BUSY_SERVER(Scope.SERVER),
  PAUSE_SERVER(Scope.SERVER),
  RESTART_REDIS(Scope.REDIS),
  RESTART_REDIS_WITHOUT_DATA(Scope.REDIS),
  PAUSE_REDIS(Scope.REDIS),
  CUT_LINK_TO_REDIS(Scope.LINK),
  HANG_LINK_TO_REDIS(Scope.LINK),
  SLOW_LINK_TO_REDIS(Scope.LINK),
  CUT_LINK_TO_DOCKER(Scope.DOCKER),
  HANG_LINK_TO_DOCKER(Scope.DOCKER),
  RESTART_DOCKERD(Scope.DOCKERD);

  private final Scope scope;

  /** What a fault happens to. */
  enum Scope {
    GATEWAY,
    WORKER,
    SERVER,
    REDIS,
    LINK,
    DOCKER,
    DOCKERD
  }

  FaultKind(Scope scope) {
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  /** All that make sense for servers that are containers of a daemon of their own, or processes. */
  static Set<FaultKind> of(boolean containers) {
    Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
    if (!containers) {
      kinds.removeIf(kind -> kind.scope() == Scope.DOCKER || kind.scope() == Scope.DOCKERD);
    }
    return kinds;
  }
}
