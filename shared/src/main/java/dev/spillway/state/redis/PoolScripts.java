package dev.spillway.state.redis;

/** One script per step. */
record PoolScripts(
    LuaScript exchange,
    LuaScript sweep,
    LuaScript snapshot,
    LuaScript claimStart,
    LuaScript ready,
    LuaScript failed,
    LuaScript drainIfIdle,
    LuaScript claimStop,
    LuaScript died,
    LuaScript remove,
    LuaScript adopt,
    LuaScript keepFixed,
    LuaScript affirmFixed) {

  /** The scripts with Redis' own clock. */
  static PoolScripts load() {
    return withClock(LuaScript.resource("clock"));
  }

  /** The scripts with another text that defines the function {@code clock}. */
  static PoolScripts withClock(String clock) {
    return new PoolScripts(
        LuaScript.load("exchange", clock),
        LuaScript.load("sweep", clock),
        LuaScript.load("snapshot", clock),
        LuaScript.load("claim-start", clock),
        LuaScript.load("ready", clock),
        LuaScript.load("failed", clock),
        LuaScript.load("drain-if-idle", clock),
        LuaScript.load("claim-stop", clock),
        LuaScript.load("died", clock),
        LuaScript.load("remove", clock),
        LuaScript.load("adopt", clock),
        LuaScript.load("keep-fixed", clock),
        LuaScript.load("affirm-fixed", clock));
  }
}
