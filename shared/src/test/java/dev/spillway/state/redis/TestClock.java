package dev.spillway.state.redis;

import dev.spillway.test.RealRedis;

/** A clock for the scripts that stands still until a test moves it. */
final class TestClock {
  static final PoolScripts SCRIPTS =
      PoolScripts.withClock(
          """
          local function clock()
            return tonumber(redis.call('GET', 'test-clock'))
          end
          """);

  private final RealRedis.Server redis;
  private long now = 1_800_000_000_000L;

  TestClock(RealRedis.Server redis) {
    this.redis = redis;
    set();
  }

  long now() {
    return now;
  }

  void advance(long millis) {
    now += millis;
    set();
  }

  /** Loses all data but the time. */
  void loseData() {
    redis.flush();
    set();
  }

  private void set() {
    redis.command("SET test-clock " + now);
  }
}
